import { referenceTo } from '#testing';
import { revoke } from '../statements.ts';
import { agreedHistory, changed, found } from './history.samples.ts';
import { verifyHistory } from './verify-history.ts';

/** A revocation with the signature of another. */
function forgedHistory() {
  const history = agreedHistory();
  const record = referenceTo(history.issue());
  const key = history.key('KG.MOH statement');
  const [statement, other] = (['NEW_FINDING', 'COURT_DECISION'] as const).map((reason) =>
    revoke(key, history.now, { record, reason }),
  );
  history.about('revocation+jws', statement!);
  const forged = [...statement!.split('.').slice(0, 2), other!.split('.')[2]].join('.');
  const events = changed(history, 'CertificateRevoked', {
    data: (data) => void (data['statement'] = forged),
  });
  return { history, events };
}

describe('a statement of a history', () => {
  test('is verified', async () => {
    const { history, events } = forgedHistory();
    expect(await found(history)).toEqual([]);
    expect(await found(history, events)).toEqual([
      ['CertificateRevoked', 'TRUST_SIGNATURE_INVALID'],
    ]);
  });

  test('is taken as it is where signatures are not asked for, and so is a record', async () => {
    const { history, events } = forgedHistory();
    const genesis = history.federation.genesis.document;
    const all = await verifyHistory(genesis, history.events);
    const some = await verifyHistory(genesis, events, { signatures: false });
    expect(some.findings).toEqual([]);
    expect(some.signatures).toBe(all.signatures - 2);
  });
});
