import type { ErrorCode } from '#kernel';
import { later } from '#kernel';
import { generateKey, signJws } from '#signing';
import { referenceTo, type SampleHistory, type SampleRecord } from '#testing';
import { versionOf } from '#contracts';
import { changeRecognition, openReview, reportCompromise, revoke } from '../statements.ts';
import {
  agreedHistory,
  changed,
  contractOf,
  found,
  verified,
  type Loose,
} from './history.samples.ts';
import { statusIn } from './statuses.ts';

/** A record, and its revocation by its issuer. */
function revokedHistory() {
  const history = agreedHistory();
  const record = history.issue();
  const other = history.issue();
  history.pass(60);
  const say = (key: string, change: object = {}) =>
    revoke(history.key(key), history.now, {
      record: referenceTo(record),
      reason: 'NEW_FINDING',
      ...change,
    });
  history.about('revocation+jws', say('KG.MOH statement'));
  return { history, record, other, say };
}

type Revoked = ReturnType<typeof revokedHistory>;

describe('what becomes of a certificate', () => {
  test.each<[ErrorCode, string, (parts: Revoked) => string]>([
    ['TRUST_WRONG_ISSUER', 'by another authority', ({ say }) => say('RU.MOH statement')],
    ['TRUST_KEY_USE', 'with a key for something else', ({ say }) => say('KG.MOH record')],
    ['TRUST_KEY_NOT_ENDORSED', "with the hub's own key", ({ say }) => say('HUB receipt')],
    [
      'RULE_RECORD_UNKNOWN',
      'about another record',
      ({ say, other }) => say('KG.MOH statement', { record: referenceTo(other) }),
    ],
    [
      'RULE_STATEMENT_MISMATCH',
      'for another reason',
      ({ say }) => say('KG.MOH statement', { reason: 'CLERICAL_ERROR' }),
    ],
    [
      'RULE_STATEMENT_MISMATCH',
      'with effect from elsewhen',
      ({ say, history }) => say('KG.MOH statement', { effectiveFrom: later(history.now, -1) }),
    ],
    [
      'RULE_EFFECTIVE_TOO_LATE',
      'with effect from the future',
      ({ say, history }) => say('KG.MOH statement', { effectiveFrom: later(history.now, 61) }),
    ],
    [
      'WIRE_SCHEMA_MISMATCH',
      'about nothing',
      ({ say }) => say('KG.MOH statement', { record: 'KG.MOH' }),
    ],
    [
      'WIRE_TYP_UNEXPECTED',
      'in another kind of statement',
      ({ history }) => signJws('review+jws', {}, history.key('KG.MOH statement')),
    ],
    [
      'TRUST_WRONG_ISSUER',
      'in the name of another',
      ({ say }) => say('KG.MOH statement', { iss: 'RU.MOH' }),
    ],
    [
      'TRUST_IAT_IN_FUTURE',
      'from the future',
      ({ say }) => say('KG.MOH statement', { iat: 2 ** 40 }),
    ],
    ['TRUST_IAT_IN_FUTURE', 'at no time', ({ say }) => say('KG.MOH statement', { iat: 'now' })],
    ['WIRE_NOT_JWS', 'in no statement', () => ''],
  ])('is found with %s where it was said %s', async (code, _, statement) => {
    const parts = revokedHistory();
    const said = statement(parts);
    const lie = changed(parts.history, 'CertificateRevoked', {
      data: (data) => void (data['statement'] = said),
    });
    expect(await found(parts.history, lie)).toEqual([['CertificateRevoked', code]]);
  });

  test('is found where nobody said it', async () => {
    const { history } = revokedHistory();
    const lie = changed(history, 'CertificateRevoked', {
      data: (data) => void delete data['statement'],
    });
    expect(await found(history, lie)).toEqual([['CertificateRevoked', 'STORE_CORRUPT']]);
  });

  test('is found where its signature is of something else, and has not happened then', async () => {
    const { history, record, say } = revokedHistory();
    const other = say('KG.MOH statement', { reason: 'COURT_DECISION' });
    const lie = changed(history, 'CertificateRevoked', {
      data(data) {
        const [head, payload] = String(data['statement']).split('.');
        data['statement'] = [head, payload, other.split('.')[2]].join('.');
      },
    });
    const result = await verified(history, lie);
    expect(result.findings).toMatchObject([
      { type: 'CertificateRevoked', code: 'TRUST_SIGNATURE_INVALID' },
    ]);
    const axes = { validAt: history.now, knownAt: history.now };
    expect(statusIn(result, record, axes).status).toBe('ISSUED');
    expect(statusIn(await verified(history), record, axes).status).toBe('REVOKED');
  });

  test.each<[string, (metadata: Loose) => unknown]>([
    ['fewer', ({ to }) => to.pop()],
    ['more', ({ to }) => to.push({ authority: 'BY.MOH', grants: [] })],
    ['nobody', (metadata) => delete metadata['to']],
  ])('is told to everybody it went to: %s', async (_, change) => {
    const { history } = revokedHistory();
    const lie = changed(history, 'CertificateRevoked', {
      metadata: (metadata) => void change(metadata),
    });
    expect(await found(history, lie)).toEqual([['CertificateRevoked', 'TRUST_MISROUTED']]);
  });

  test('is found where nobody issued it', async () => {
    const { history, record } = revokedHistory();
    const without = history.events.filter(({ id }) => id !== record.event);
    expect(await found(history, without)).toEqual([['CertificateRevoked', 'STORE_CORRUPT']]);
    const stream = 'certificate-KG.MOH-11111111-1111-4111-8111-111111111111';
    for (const type of ['CertificateIssued', 'CertificateShared'])
      history.append(stream, [{ type, data: {}, at: history.now, by: 'HUB' }]);
    expect(await found(history)).toEqual([
      ['CertificateIssued', 'STORE_CORRUPT'],
      ['CertificateShared', 'RULE_RECORD_UNKNOWN'],
    ]);
  });

  test('happens to certificates, never to evidence', async () => {
    const history = agreedHistory();
    const { stream, issuer, id, digest } = history.issue({ isEvidence: true });
    history.append(stream, [
      { type: 'CertificateShared', data: { issuer, id, digest }, at: history.now, by: 'HUB' },
    ]);
    expect(await found(history)).toHaveLength(1);
  });

  test('after a review that the hub may not open by itself is found', async () => {
    const history = agreedHistory();
    const record = history.issue();
    const statement = openReview(history.key('KG.MOH statement'), history.now, {
      record: referenceTo(record),
      reason: 'ISSUER_DOUBT',
    });
    history.about('review+jws', statement);
    const lie = changed(history, 'ReviewOpened', { data: (data) => void delete data['statement'] });
    expect(await found(history, lie)).toEqual([['ReviewOpened', 'TRUST_NOT_ALLOWED']]);
  });

  test('recognition is for the state that recognises', async () => {
    const history = agreedHistory();
    const record = referenceTo(history.issue());
    const say = (state: string, by: string) =>
      changeRecognition(history.key(`${by} statement`), history.now, {
        record,
        act: 'SUSPEND',
        state,
        reason: 'DOUBT',
      });
    history.about('recognition+jws', say('RU', 'RU.MOL'));
    for (const [state, code] of [
      ['RU', 'RULE_NOT_A_PARTY'],
      ['BY', 'TRUST_NOT_ALLOWED'],
    ] as const) {
      const said = say(state, 'BY.MOH');
      const lie = changed(history, 'RecognitionSuspended', {
        data: (data) => void (data['statement'] = said),
      });
      expect(await found(history, lie)).toEqual([['RecognitionSuspended', code]]);
    }
  });
});

test("a review for a number that was used twice is the hub's to open", async () => {
  const history = agreedHistory();
  const record = referenceTo(history.issue());
  const data = { record, reason: 'NUMBER_USED_TWICE' as const };
  history.certificate({ type: 'OpenReview', data, at: history.now, by: 'HUB' });
  expect(await found(history)).toEqual([]);
});

describe('a review for a compromised key', () => {
  const compromised = (since: number) => {
    const history = agreedHistory();
    history.pass(3_600);
    const record = history.issue();
    const { kid } = history.key('KG.MOH record');
    history.pass(60);
    history.submit(
      reportCompromise(history.key('KG root'), history.now, {
        kid,
        since: later(history.now, since),
      }),
    );
    return { history, record, kid };
  };
  const review = (history: SampleHistory, record: SampleRecord, kid: string) =>
    history.certificate({
      type: 'OpenReview',
      data: { record: referenceTo(record), reason: 'KEY_COMPROMISED', kid },
      at: history.now,
      by: 'HUB',
    });

  test('is due until the recipients are told', async () => {
    const { history, record, kid } = compromised(-60);
    expect((await verified(history)).open.reviews).toBe(1);
    review(history, record, kid);
    expect(await verified(history)).toMatchObject({ findings: [], open: { reviews: 0 } });
  });

  test('is due for no record from before, and for no evidence', async () => {
    const { history } = compromised(-59);
    expect((await verified(history)).open.reviews).toBe(0);
    const other = compromised(-60).history;
    const [event] = other.events.filter(({ type }) => type === 'CertificateIssued');
    expect(event).toBeDefined();
    const evidence = agreedHistory();
    const { kid } = evidence.key('KG.MOH record');
    evidence.issue({ isEvidence: true });
    evidence.submit(
      reportCompromise(evidence.key('KG root'), evidence.now, { kid, since: evidence.now }),
    );
    expect((await verified(evidence)).open.reviews).toBe(0);
  });

  test.each<[string, number, (kid: string) => string]>([
    ['of another key', -60, () => generateKey('KG.MOH', 'record').kid],
    ['of a record from before', -59, (kid) => kid],
  ])('is found where it is %s', async (_, since, named) => {
    const { history, record, kid } = compromised(since);
    review(history, record, named(kid));
    expect(await found(history)).toEqual([['ReviewOpened', 'TRUST_NOT_ALLOWED']]);
  });
});

describe('a record shared later', () => {
  const shared = (change: object = {}) => {
    const history = agreedHistory();
    const record = history.issue();
    const document = contractOf(history, 'kg-by', ['KG', 'BY'], { includeValid: true, ...change });
    history.agree(document);
    history.share(record, versionOf(history.contracts, { contract: 'kg-by', version: 1 })!);
    return { history, record };
  };

  test('went under a contract in force that includes what is valid', async () => {
    const { history } = shared();
    expect(await found(history)).toEqual([]);
    expect((await verified(history)).open.backfills).toBe(1);
    history.endBackfill('kg-by', { version: 1, shared: 1, skipped: 0 });
    expect(await verified(history)).toMatchObject({ findings: [], open: { backfills: 0 } });
    const other = shared({ includeValid: false }).history;
    expect(await found(other)).toEqual([['CertificateShared', 'RULE_NO_CONTRACT']]);
  });

  test.each<[ErrorCode, string, (metadata: Loose) => unknown]>([
    ['TRUST_MISROUTED', 'to more', ({ to }) => to.push({ authority: 'RU.MOH', grants: [] })],
    ['TRUST_MISROUTED', 'to nobody', ({ to }) => to.pop()],
    ['RULE_NO_CONTRACT', 'under another version', ({ under }) => (under[0].version = 2)],
    ['RULE_NO_CONTRACT', 'under another document', ({ under }) => (under[0].hash = 'A'.repeat(43))],
    ['RULE_NO_CONTRACT', 'under another contract', ({ under }) => (under[0].contract = 'kg-ru')],
    ['RULE_NO_CONTRACT', 'under none', (metadata) => delete metadata['under']],
    ['RULE_STATEMENT_MISMATCH', 'by a participant', (metadata) => (metadata['actor'] = 'KG.MOH')],
  ])('is found with %s where it went %s', async (code, _, change) => {
    const { history } = shared();
    const lie = changed(history, 'CertificateShared', {
      metadata: (metadata) => void change(metadata),
    });
    expect(await found(history, lie)).toEqual([['CertificateShared', code]]);
  });
});
