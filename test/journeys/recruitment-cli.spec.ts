import { numericDate } from '#kernel';
import { nameOf, type DemandDocument } from '#recruitment';
import { sampleRecruitment, until } from '#testing';
import { Desk, type Outcome } from '../stage/desk.ts';
import { Stage } from '../stage/stage.ts';

/** A demand and a case from the drafts to the departure, typed by those whom each step is for. */
describe('organised recruitment at the command line', () => {
  let stage: Stage;
  let desk: Desk;
  let demand: string;
  let opened: NonNullable<Outcome['record']>;
  beforeAll(async () => {
    stage = await Stage.start();
    desk = new Desk(stage);
    await desk.eurasec.conclude('kg-ru', ['KG.MOH', 'RU.MOH']);
    await stage.conclude(sampleRecruitment());
    await desk.write('act.txt', 'The worker was there, and signed.');
    await desk.write('work-contract.txt', 'A bricklayer works for the sample builders.');
  });
  afterAll(() => stage.close());

  const { run, done, json } = {
    run: (as: string, ...argv: readonly string[]) => desk.eurasec.run(as, ...argv),
    done: (as: string, ...argv: readonly string[]) => desk.eurasec.done(as, ...argv),
    json: <Line>(as: string, ...argv: readonly string[]) => desk.eurasec.json<Line>(as, ...argv),
  };
  const move = (as: string, ...said: readonly string[]) => {
    const { issuer, id, digest } = opened;
    return run(as, 'case', 'move', issuer, id, '--digest', digest, '--step', ...said);
  };
  const moved = async (as: string, ...said: readonly string[]) => {
    const { exit, err } = await move(as, ...said);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
  };

  test('begins with a demand that is drafted, registered, never twice, and listed', async () => {
    const draft = await done('RU.MOL', 'sample', 'demand');
    const file = await desk.write('demand.json', draft);
    demand = nameOf(JSON.parse(draft) as DemandDocument);
    await done('RU.MOL', 'demand', 'register', file);
    // Within one second of the first it would be the very same statement, and get the same receipt.
    const second = secondNow();
    await until(() => secondNow() > second);
    const again = await run('RU.MOL', 'demand', 'register', file);
    expect([again.exit, again.err]).toEqual([1, expect.stringContaining('RULE_RECORD_ID_REUSED')]);
    const found = await done('KG.AGENCY1', 'demand', 'list', '--occupation', '7112');
    expect(found).toContain(`${demand}  OPEN    3     3   7112  KG    RU-MOW`);
    expect(await done('KG.MOL', 'demand', 'show', demand)).toMatch(/^status +OPEN$/m);
  });

  test('goes on with a case of somebody who has a certificate', async () => {
    const claims = await desk.write('claims.json', await done('', 'sample'));
    await done('KG.MOH', 'issue', claims, '--out', 'signed.ndjson');
    await done('KG.MOH', 'push', 'signed.ndjson');
    const cases = await desk.write('case.json', await done('', 'sample', 'case'));
    const by = ['--agency', 'KG.AGENCY1'];
    await done('KG.MOL', 'case', 'issue', cases, '--out', 'cases.ndjson', ...by);
    const open = () => json<Outcome>('KG.MOL', 'case', 'open', 'cases.ndjson');
    const [outcome] = await open();
    opened = outcome!.record!;
    expect((await open())[0]!.receipt).toBe(outcome!.receipt);
    const shown = await done('RU.MOL', 'case', 'show', opened.issuer, opened.id);
    expect(shown).toMatch(/^status +REGISTERED$/m);
    expect(shown).not.toContain('OBRAZTSOV');
  });

  test('tells who is told no digest to name it, and who says too little what is missing', async () => {
    const { issuer, id } = opened;
    const said = ['--step', 'Shortlisted', '--actor', 'AGENCY_ORIGIN', '--demand', demand];
    const agency = await run('KG.AGENCY1', 'case', 'move', issuer, id, ...said);
    expect([agency.exit, agency.err]).toEqual([2, expect.stringContaining('give --digest')]);
    const attested = ['Declined', '--actor', 'WORKER', '--attested-by', 'AGENCY_ORIGIN'];
    const other = await move('KG.AGENCY1', ...attested);
    expect([other.exit, other.err]).toEqual([2, expect.stringContaining('--act')]);
    const early = await move('RU.AGENCY1', 'Arrived', '--actor', 'AGENCY_DESTINATION');
    expect([early.exit, early.err]).toEqual([
      1,
      expect.stringContaining('RULE_TRANSITION_ILLEGAL'),
    ]);
  });

  test('leads to the departure, each step by whom it is for', async () => {
    const own = ['--actor', 'AGENCY_ORIGIN'];
    const act = ['--act', 'act.txt'];
    const trainer = ['--actor', 'TRAINING_CENTRE', '--attested-by', 'AGENCY_ORIGIN', ...act];
    const signed = ['ContractSigned', '--contract', 'work-contract.txt', '--fee-free'];
    await moved('KG.AGENCY1', 'Shortlisted', ...own, '--demand', demand);
    await moved('RU.AGENCY1', 'Selected', '--actor', 'AGENCY_DESTINATION');
    await moved('KG.AGENCY1', 'ChecklistItemDone', '--item', 'TRAINING', ...trainer);
    await desk.write('answer.json', await verified());
    const receipt = ['--item', 'MEDICAL', '--receipt', 'answer.json'];
    await moved('KG.AGENCY1', 'ChecklistItemDone', ...receipt, ...own);
    await moved('KG.AGENCY1', 'ChecklistItemDone', '--item', 'DOCUMENTS', ...own);
    await moved('KG.MOL', 'Cleared', '--actor', 'LABOUR_ORIGIN');
    const employer = ['--actor', 'EMPLOYER', '--attested-by', 'AGENCY_DESTINATION', ...act];
    await moved('RU.AGENCY1', ...signed, ...employer);
    const worker = ['--actor', 'WORKER', '--attested-by', 'AGENCY_ORIGIN', ...act];
    await moved('KG.AGENCY1', ...signed, ...worker);
    await moved('KG.AGENCY1', 'Departed', ...own);
    const { issuer, id } = opened;
    expect(await done('RU.MIA', 'case', 'show', issuer, id)).toMatch(/^status +DEPARTED$/m);
    expect(await done('RU.MOL', 'demand', 'show', demand)).toMatch(/^free places +2 of 3$/m);
  });

  /** What `verify --json` prints of the worker. */
  async function verified(): Promise<string> {
    const claims = JSON.parse((await desk.lines('claims.json')).join('')) as {
      readonly subject: { birthDate: string; documents: { number: string }[] };
      readonly verificationCode: string;
    };
    const { subject, verificationCode: code } = claims;
    const question = { code, documentNumber: subject.documents[0]!.number };
    const file = await desk.write(
      'question.json',
      JSON.stringify({ ...question, birthDate: subject.birthDate }),
    );
    const asked = ['verify', '--destination', 'RU', '--question', file, '--json'];
    return done('RU.AGENCY1', ...asked);
  }

  test('ends where the ministry closes the demand', async () => {
    await done('RU.MOL', 'demand', 'close', demand, '--reason', 'ENDED');
    expect(await done('KG.MOL', 'demand', 'list')).toBe('No demands.\n');
    expect(await done('KG.MOL', 'demand', 'list', '--all')).toContain(`${demand}  CLOSED`);
  });

  test('leaves evidence that an auditor of the worker’s state verifies with no hub', async () => {
    await done('KG.AUDIT', 'keys', 'generate', '--use', 'request');
    await done('KG', 'endorse', 'authority', 'KG.AUDIT', '--name', 'Audit', '--role', 'auditor');
    await done('KG', 'endorse', 'key', '--holder', 'KG.AUDIT', '--use', 'request');
    let bundles = 0;
    const evidenceOf = async (issuer: string, id: string) => {
      const file = `evidence-${++bundles}.zip`;
      await done('KG.AUDIT', 'evidence', 'get', issuer, id, '--out', file);
      return done('', 'evidence', 'verify', file, '--hub', 'http://127.0.0.1:1');
    };
    const told = await evidenceOf(opened.issuer, opened.id);
    expect(told).toMatch(/\nproved +record KG\.MOL .+\nstatus +DEPARTED\n/);
    expect(told).toMatch(/who asked and read.*: [1-9]\d* answers and reads, among \d+; [45] wit/);
    const [pushed] = await desk.lines('signed.ndjson.receipts.ndjson');
    const { issuer, id } = JSON.parse(pushed!) as NonNullable<Outcome['record']>;
    // The agency's question counts once a checkpoint of the access log covers it.
    const isAsked = async () => / 1 answers and reads/.test(await evidenceOf(issuer, id));
    await until(isAsked);
  });
});

/** As `iat` counts. */
const secondNow = (): number => numericDate(new Date().toISOString());
