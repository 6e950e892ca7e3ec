import { specFor } from '#testing';
import type { EvidenceCommand, EvidenceEvent } from './certificate.messages.ts';
import { issuedAt, issuer, nowhere, record, routing } from './certificate.samples.ts';
import { evidence } from './evidence.decider.ts';

const given = specFor(evidence);
const document = { ...record, recordType: 'MedicalEvidence' };
const receive = (change = {}, to = routing, by = issuer): EvidenceCommand => ({
  type: 'ReceiveEvidence',
  data: { record: { ...document, ...change }, routing: to },
  at: issuedAt,
  by,
});
const received: EvidenceEvent = {
  type: 'EvidenceReceived',
  data: document,
  at: issuedAt,
  by: issuer,
  ...routing,
};

describe('evidence', () => {
  test('is received', () => given().when(receive()).then(received));

  test('received again is the same, whatever comes beside it', () => {
    given(received).when(receive()).then();
    given(received)
      .when(receive({ sealed: 'other' }, nowhere))
      .then();
  });

  test('keeps its id for itself', () =>
    given(received)
      .when(receive({ digest: 'digest-x' }))
      .thenThrows('RULE_RECORD_ID_REUSED'));

  test('is not received without a contract', () =>
    given().when(receive({}, nowhere)).thenThrows('RULE_NO_CONTRACT'));

  test('is received from its issuer only', () =>
    given()
      .when(receive({}, routing, 'KG.MOL'))
      .thenThrows('TRUST_WRONG_ISSUER'));
});
