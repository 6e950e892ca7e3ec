import type { CertificateReading } from '#client';
import { until } from '#testing';
import { contractWith, Ministries, replayed } from '../audit/replay.samples.ts';
import { TestHub, type Certificate } from '../hub.samples.ts';

describe('a contract that includes what is valid', () => {
  let hub: TestHub;
  let ministries: Ministries;
  let valid: Certificate;
  beforeAll(async () => {
    const contract = contractWith('kg-ru', ['KG', 'RU'], { includeEvidence: true });
    hub = await TestHub.start({ contracts: [contract] });
    ministries = new Ministries(hub);
    valid = await hub.pushed();
    const [revoked, replaced, erased] = [
      await hub.pushed(),
      await hub.pushed(),
      await hub.pushed(),
    ];
    await ministries.revoke(revoked);
    valid = await ministries.supersede(replaced);
    await ministries.erase(erased);
    await ministries.importEvidence();
  });
  afterAll(() => hub.close());

  const sharedUnder = async (id: string) =>
    (await hub.events()).filter(
      ({ type, metadata }) => type === 'CertificateShared' && metadata.includes(`"${id}"`),
    );
  const backfillOf = async (id: string) => {
    const isOf = (stream: string, type: string) =>
      stream === `contract-${id}` && type === 'ContractBackfilled';
    const found = (await hub.events()).find(({ stream, type }) => isOf(stream, type));
    return found && (JSON.parse(found.data) as object);
  };

  test('shares what stands, and neither what ended, nor what was erased, nor evidence', async () => {
    const more = contractWith('kg-by', ['KG', 'BY'], { includeValid: true, includeEvidence: true });
    await hub.conclude(more);
    await until(async () => (await backfillOf('kg-by')) !== undefined);
    expect(await backfillOf('kg-by')).toMatchObject({ version: 1, shared: 2, skipped: 1 });
    expect(await sharedUnder('kg-by')).toHaveLength(2);
    const read = await hub.client('BY.MOH').certificate<CertificateReading>(valid.issuer, valid.id);
    expect(read.presentation).toMatch(/~.+~$/);
    expect((await replayed(hub)).findings).toEqual([]);
  });

  test('is shared under once, whoever starts again', async () => {
    const shared = await sharedUnder('kg-by');
    await hub.restart();
    await hub.conclude(contractWith('kg-tj', ['KG', 'TJ'], { includeValid: true }));
    await until(async () => (await backfillOf('kg-tj')) !== undefined);
    expect(await sharedUnder('kg-by')).toEqual(shared);
    expect(await sharedUnder('kg-tj')).toHaveLength(2);
    expect(await replayed(hub)).toMatchObject({ findings: [], open: { backfills: 0 } });
  });
});
