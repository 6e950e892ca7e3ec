import { statusIn } from '#client';
import { later } from '#kernel';
import { TestHub, type Certificate } from '../hub.samples.ts';
import { contractWith, Ministries, replayed } from './replay.samples.ts';

describe('an auditor who replays a hub', () => {
  let hub: TestHub;
  let ministries: Ministries;
  beforeAll(async () => {
    const contract = contractWith('kg-ru', ['KG', 'RU'], { includeEvidence: true });
    hub = await TestHub.start({ contracts: [contract] });
    ministries = new Ministries(hub);
  });
  afterAll(() => hub.close());

  const readBy = (auditor: string, { issuer, id }: Certificate, axes: object) =>
    hub.client(auditor).certificate(issuer, id, axes);

  test('sees a late revocation in all four cells as the hub answers it', async () => {
    const record = await hub.pushed();
    const effectiveFrom = later(hub.now(), -1);
    await ministries.revoke(record, effectiveFrom);
    const history = await replayed(hub);
    const told = history.records.get(`certificate-KG.MOH-${record.id}`)!.events.at(-1)!.at;
    const cells = [];
    for (const validAt of [later(effectiveFrom, -1), effectiveFrom])
      for (const knownAt of [later(told, -0.001), told]) {
        const axes = { validAt, knownAt };
        const computed = statusIn(history, record, { ...axes, recipientState: 'KZ' });
        expect(await readBy('KZ.AUDIT', record, axes)).toMatchObject(computed);
        cells.push(computed.status);
      }
    expect(cells).toEqual(['ISSUED', 'ISSUED', 'ISSUED', 'REVOKED']);
  });

  test('finds nothing, whatever ministries do', async () => {
    const five = Array.from({ length: 5 }, () => hub.pushed({ clearances: 1 }));
    const [revoked, reviewed, replaced, erased, kept] = await Promise.all(five);
    await ministries.revoke(revoked!);
    await ministries.reviewAndUphold(reviewed!);
    await ministries.suspendAndRestore(reviewed!);
    await ministries.supersede(replaced!);
    await hub.pushed({ claims: { number: kept!.claims.number } });
    await ministries.importEvidence();
    await ministries.deliver(kept!);
    await ministries.erase(erased!);
    const more = contractWith('kg-by', ['KG', 'BY'], { includeValid: true });
    const hash = await ministries.includeValid(more);
    await ministries.reportCompromise(3_600);
    await ministries.end(more, hash);
    const history = await replayed(hub);
    expect(history.findings).toEqual([]);
    expect(history.open).toEqual({ successors: 0, reviews: 0, erasures: 0, backfills: 0 });
    expect(Object.keys(history.eventsByType)).toEqual(
      expect.arrayContaining([
        ...['CertificateIssued', 'CertificateShared', 'CertificateSuperseded'],
        ...['CertificateRevoked', 'ReviewOpened', 'ReviewClosed', 'EvidenceReceived'],
        ...['RecognitionSuspended', 'RecognitionRestored', 'SubjectErased', 'KeyCompromised'],
        ...['DeliveriesConfirmed', 'DeliveryParked', 'DeliveryRedriven'],
        ...['ContractSuspended', 'ContractTerminated', 'ContractBackfilled'],
      ]),
    );
    for (const record of [revoked!, reviewed!, replaced!, erased!, kept!]) {
      const axes = { validAt: hub.now(), knownAt: hub.now() };
      const computed = statusIn(history, record, { ...axes, recipientState: 'KZ' });
      expect(await readBy('KZ.AUDIT', record, axes)).toMatchObject(computed);
    }
  });
});
