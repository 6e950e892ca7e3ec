import { eraseWorker, terminateContract, verifyHistory } from '#client';
import { later } from '#kernel';
import { sampleRecruitment, until } from '#testing';
import { sampleContract, TestHub } from '../../hub.samples.ts';
import { attested, Recruiters, type OpenCase } from './cases.samples.ts';

const codeOf = (error: unknown): string => String((error as { code?: string }).code ?? error);

describe('a case is shared', () => {
  let hub: TestHub;
  let recruiters: Recruiters;
  beforeAll(async () => {
    hub = await TestHub.start({ contracts: [sampleContract(), sampleRecruitment(['KG', 'RU'])] });
    recruiters = new Recruiters(hub);
  });
  afterAll(() => hub.close());

  const eventsOf = async ({ reference }: OpenCase) =>
    (await hub.events()).filter(({ stream }) => stream.endsWith(reference.id));
  const recipientsIn = ({ metadata }: { readonly metadata: string }) =>
    (JSON.parse(metadata) as { to?: { authority: string }[] }).to?.map((to) => to.authority) ?? [];
  const backfilled = async (contract: string) =>
    (await hub.events()).find(
      ({ stream, type }) => stream === `contract-${contract}` && type === 'ContractBackfilled',
    );

  test('with whom the contract names, and what becomes of it follows it there', async () => {
    const open = await recruiters.opened();
    await recruiters.led(open, 'SHORTLISTED');
    const told = (await eventsOf(open)).map(recipientsIn);
    expect(told).toEqual([
      ['RU.MIA', 'RU.MOL'],
      ['RU.MIA', 'RU.MOL'],
    ]);
  });

  test('under a new contract that includes what is valid: neither what is over, nor what consent left', async () => {
    const [valid, over, withdrawn] = [
      await recruiters.opened(),
      await recruiters.opened(),
      await recruiters.opened(),
    ];
    await recruiters.move('KG.MOL', over, {
      ...{ step: 'Cancelled', reason: 'DEADLINE_PASSED' },
      actor: { capacity: 'LABOUR_ORIGIN' },
    });
    await recruiters.move('KG.AGENCY1', withdrawn, {
      step: 'ConsentWithdrawn',
      actor: attested('WORKER', 'AGENCY_ORIGIN'),
    });
    await hub.conclude(sampleRecruitment(['KG', 'BY'], { includeValid: true }));
    await until(async () => (await backfilled('recruitment-kg-by')) !== undefined);
    const last = async (open: OpenCase) => (await eventsOf(open)).at(-1)!;
    expect([(await last(valid)).type, recipientsIn(await last(valid))]).toEqual([
      'CaseShared',
      ['BY.MOL'],
    ]);
    expect((await last(over)).type).toBe('CaseTransitioned');
    expect((await last(withdrawn)).type).toBe('ConsentWithdrawn');
    const read = await hub.client('BY.MOL').recruitmentCase(valid.reference);
    expect(read.presentation).toMatch(/~.+~$/);
  });

  test('with nobody anew once the contract ended; its life is told where it went before', async () => {
    const open = await recruiters.opened();
    const { id } = sampleRecruitment(['KG', 'RU']);
    const ministry = hub.client('KG.MOH');
    const { version, hash } = (await ministry.contract(id)).versions.at(-1)!;
    const ending = { contract: id, version, hash, effectiveFrom: later(hub.now(), 2) };
    const statement = terminateContract(hub.key('KG.MOH statement'), hub.now(), ending);
    await ministry.terminateContract(id, statement);
    await until(async () => (await ministry.contract(id)).standing === 'TERMINATED');
    await until(() => hub.now() > ending.effectiveFrom);
    // The contract with BY is in force all the same.
    expect(recipientsIn((await eventsOf(await recruiters.opened()))[0]!)).toEqual(['BY.MOL']);
    await recruiters.move('KG.MOL', open, {
      ...{ step: 'Cancelled', reason: 'DEADLINE_PASSED' },
      actor: { capacity: 'LABOUR_ORIGIN' },
    });
    expect(recipientsIn((await eventsOf(open)).at(-1)!)).toContain('RU.MOL');
  });

  test('is erased with its worker, and what happened to it stays provable', async () => {
    const open = await recruiters.opened();
    const { issuer, id } = open.reference;
    const erasure = { record: { issuer, id }, basis: 'SUBJECT_REQUEST' };
    await hub.client('KG.MOL').erase(eraseWorker(hub.key('KG.MOL statement'), hub.now(), erasure));
    const read = await hub.client('BY.MOL').recruitmentCase(open.reference);
    expect(read.presentation).toBe('ERASED');
    const cancelled = recruiters.move('KG.MOL', open, {
      ...{ step: 'Cancelled', reason: 'WORKER_WITHDREW' },
      actor: { capacity: 'LABOUR_ORIGIN' },
    });
    await expect(cancelled.catch(codeOf)).resolves.toBe('RULE_RECORD_ERASED');
    const history = await verifyHistory(
      hub.federation.genesis.document,
      hub.client('KZ.AUDIT').replay(),
    );
    expect(history.findings).toEqual([]);
  });
});
