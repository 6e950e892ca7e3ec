import { changeLicence } from '#client';
import { later, type ErrorCode } from '#kernel';
import type { CaseStatus } from '#recruitment';
import { sampleRecruitment, until } from '#testing';
import { referenceTo } from '../../audit/replay.samples.ts';
import { sampleContract, TestHub } from '../../hub.samples.ts';
import { registered } from '../demands/demands.samples.ts';
import { ACT, attested, Recruiters, SIGNED, type OpenCase } from './cases.samples.ts';

type Said = Parameters<Recruiters['move']>[2];
const codeOf = (error: unknown): string => String((error as { code?: string }).code ?? error);

const LONG_AGO = '2026-01-01T00:00:00.000Z';
const HOLD = '7d1f7a9e-3f0c-4f5b-9a0e-6f6f1b7c2d11';
const employer = attested('EMPLOYER', 'AGENCY_DESTINATION');
const worker = attested('WORKER', 'AGENCY_ORIGIN');
const shortlistedFor = (demand: string): Said => ({
  ...{ step: 'Shortlisted', demand, actor: { capacity: 'AGENCY_ORIGIN' } },
});
const signed = (change: Partial<typeof SIGNED>, actor: Said['actor'] = employer): Said => ({
  ...{ step: 'ContractSigned', contract: { ...SIGNED, ...change }, actor },
});

describe('a step that a rule refuses', () => {
  let hub: TestHub;
  let recruiters: Recruiters;
  beforeAll(async () => {
    hub = await TestHub.start({ contracts: [sampleContract(), sampleRecruitment(['KG', 'RU'])] });
    recruiters = new Recruiters(hub);
  });
  afterAll(() => hub.close());

  const at = async (status: CaseStatus): Promise<OpenCase> => {
    const open = await recruiters.opened();
    if (status !== 'REGISTERED') await recruiters.led(open, status);
    return open;
  };
  const outcome = (by: string, open: OpenCase, said: Said) =>
    recruiters.move(by, open, said).then(() => 'carried out', codeOf);
  const statusOf = async ({ reference }: OpenCase) =>
    (await hub.client('KG.MOL').recruitmentCase(reference)).status;

  test.each<[ErrorCode, CaseStatus, string, Said]>([
    [
      'RULE_OCCURRED_OUT_OF_ORDER',
      'SHORTLISTED',
      'RU.MOL',
      {
        ...{ step: 'Declined', reason: 'POSITION_WITHDRAWN', occurredAt: LONG_AGO },
        actor: attested('EMPLOYER', 'LABOUR_DESTINATION'),
      },
    ],
    [
      'RULE_EFFECTIVE_TOO_LATE',
      'REGISTERED',
      'KG.MOL',
      {
        ...{ step: 'Cancelled', reason: 'DEADLINE_PASSED', occurredAt: '2099-01-01T00:00:00.000Z' },
        actor: { capacity: 'LABOUR_ORIGIN' },
      },
    ],
    [
      'RULE_CHECKLIST_INCOMPLETE',
      'SELECTED',
      'KG.MOL',
      { step: 'Cleared', actor: { capacity: 'LABOUR_ORIGIN' } },
    ],
    ['RULE_CONTRACT_LANGUAGE', 'CLEARED', 'RU.AGENCY1', signed({ language: 'uz' })],
    ['RULE_NO_FEE_UNDECLARED', 'CLEARED', 'RU.AGENCY1', signed({ noFee: false })],
    [
      'RULE_HOLD_TERMS',
      'REGISTERED',
      'KG.MOL',
      {
        ...{ step: 'HoldPlaced', reason: 'DOCUMENT_CHECK', hold: { id: HOLD } },
        actor: { capacity: 'LABOUR_ORIGIN' },
      },
    ],
    [
      'RULE_HOLD_UNKNOWN',
      'REGISTERED',
      'KG.MOL',
      { step: 'HoldLifted', hold: { id: HOLD }, actor: { capacity: 'LABOUR_ORIGIN' } },
    ],
    [
      'RULE_NOTHING_NEW',
      'EMPLOYED',
      'RU.MOL',
      { step: 'ContractExtended', contract: SIGNED, actor: { capacity: 'LABOUR_DESTINATION' } },
    ],
    [
      'TRUST_NOT_ALLOWED',
      'REGISTERED',
      'RU.AGENCY1',
      { step: 'Cancelled', reason: 'WORKER_WITHDREW', actor: { capacity: 'WORKER' } },
    ],
  ])('(%s) leaves a case where it is: %s', async (code, status, by, said) => {
    const open = await at(status);
    expect(await outcome(by, open, said)).toBe(code);
    expect(await statusOf(open)).toBe(status);
  });

  test('names from where and what, so that whoever said it can tell', async () => {
    const open = await at('REGISTERED');
    const statement = recruiters.stated('KG.MOL', open, {
      ...{ step: 'Cleared', actor: { capacity: 'LABOUR_ORIGIN' } },
    });
    const { issuer, id } = open.reference;
    const path = `/v1/recruitment-cases/${issuer}/${id}/transitions`;
    const { status, problem } = await hub.ask(path, { body: { statement }, by: 'KG.MOL' });
    expect(status).toBe(409);
    expect(problem).toMatchObject({ code: 'RULE_TRANSITION_ILLEGAL' });
    expect(problem.detail).toMatch(/REGISTERED.*Cleared|Cleared.*REGISTERED/);
  });

  test('is one where the two sides sign two contracts', async () => {
    const open = await at('CLEARED');
    expect(await outcome('RU.AGENCY1', open, signed({}))).toBe('carried out');
    const other = signed({ hash: 'D'.repeat(43) }, worker);
    expect(await outcome('KG.AGENCY1', open, other)).toBe('RULE_CONTRACT_DIFFERS');
    expect(await outcome('KG.AGENCY1', open, signed({}, worker))).toBe('carried out');
  });

  test('is one that leads on after the consent was withdrawn, and a second withdrawal', async () => {
    const open = await at('REGISTERED');
    const withdrawn = { step: 'ConsentWithdrawn', actor: worker } as const;
    expect(await outcome('KG.AGENCY1', open, withdrawn)).toBe('carried out');
    expect(await outcome('KG.AGENCY1', open, withdrawn)).toBe('RULE_CONSENT_WITHDRAWN');
    const { name } = await registered(hub);
    const shortlisted = shortlistedFor(name);
    expect(await outcome('KG.AGENCY1', open, shortlisted)).toBe('RULE_CONSENT_WITHDRAWN');
  });

  test('is one of another record, also by the path', async () => {
    const [open, other] = [await at('REGISTERED'), await at('REGISTERED')];
    const cancelled = { step: 'Cancelled', reason: 'CLERICAL_ERROR' } as const;
    const said = { ...cancelled, actor: { capacity: 'LABOUR_ORIGIN' } } as const;
    const altered = { ...open, reference: { ...open.reference, digest: ACT } };
    expect(await outcome('KG.MOL', altered, said)).toBe('RULE_RECORD_UNKNOWN');
    const statement = recruiters.stated('KG.MOL', open, said);
    const moved = hub.client('KG.MOL').moveCase(other.reference, { statement });
    await expect(moved.catch(codeOf)).resolves.toBe('RULE_RECORD_UNKNOWN');
  });

  test('is one of an agency whose licence is suspended, for itself and for others', async () => {
    const open = await at('SHORTLISTED');
    const changed = async (act: 'SUSPEND' | 'RESTORE') => {
      const licence = { act, agency: 'KG.AGENCY1', number: 'KG-0001' } as const;
      // A statement about a licence is newer than the one before it.
      const at = act === 'RESTORE' ? later(hub.now(), 2) : hub.now();
      const statement = changeLicence(hub.key('KG.MOL statement'), at, licence);
      await hub.anybody.submitStatement(statement);
    };
    const declined = { step: 'Declined', reason: 'WORKER_DECLINED', actor: worker } as const;
    await changed('SUSPEND');
    const { name } = await registered(hub);
    expect(await outcome('KG.AGENCY1', open, declined)).toBe('LICENCE_NOT_ACTIVE');
    const read = hub.client('KG.AGENCY1').recruitmentCase(open.reference);
    await expect(read.catch(codeOf)).resolves.toBe('LICENCE_NOT_ACTIVE');
    await changed('RESTORE');
    expect(await outcome('KG.AGENCY1', open, declined)).toBe('carried out');
    const shortlisted = shortlistedFor(name);
    expect(await outcome('KG.AGENCY1', open, shortlisted)).toBe('carried out');
  });
});

describe('what is corrected', () => {
  let hub: TestHub;
  let recruiters: Recruiters;
  beforeAll(async () => {
    hub = await TestHub.start({ contracts: [sampleContract(), sampleRecruitment(['KG', 'RU'])] });
    recruiters = new Recruiters(hub);
  });
  afterAll(() => hub.close());

  test('is a worker who was thought not to have come; the place was another’s meanwhile', async () => {
    const { name, authority, id } = await registered(hub, { headcount: 1 });
    const free = async () => (await hub.client('RU.MOL').demand({ authority, id })).free;
    const open = await recruiters.opened();
    await recruiters.led(open, 'DEPARTED', name);
    expect(await free()).toBe(0);
    const noShow = { step: 'NoShow', actor: { capacity: 'AGENCY_DESTINATION' } } as const;
    await recruiters.move('RU.AGENCY1', open, noShow);
    expect(await free()).toBe(1);
    const before = hub.now();
    await until(() => hub.now() > before);
    await recruiters.move('RU.MIA', open, {
      ...{ step: 'ArrivalCorrected', occurredAt: before },
      actor: attested('BORDER_DESTINATION', 'MIGRATION_DESTINATION'),
    });
    const standing = (knownAt: string) =>
      hub.client('KG.MOL').recruitmentCase(open.reference, { knownAt });
    expect((await standing(before)).status).toBe('NO_SHOW');
    expect((await standing(hub.now())).status).toBe('ARRIVED');
  });

  test('is a certificate: its successor says whether the worker may depart', async () => {
    const departed = { step: 'Departed', actor: { capacity: 'AGENCY_ORIGIN' } } as const;
    const replaced = async (
      { certificate }: OpenCase,
      outcomes: Readonly<Record<string, 'FIT' | 'UNFIT'>>,
    ) => {
      const { id, digest } = referenceTo(certificate);
      const { subject } = certificate.claims;
      await hub.pushed({ outcomes, claims: { subject, supersedes: { id, digest } } });
    };
    const [fit, unfit] = [await recruiters.opened(), await recruiters.opened()];
    for (const open of [fit, unfit]) await recruiters.led(open, 'PERMITTED');
    await replaced(fit, { 'RU/LABOUR/2': 'FIT' });
    await replaced(unfit, { 'RU/LABOUR/2': 'UNFIT' });
    await recruiters.move('KG.AGENCY1', fit, departed);
    const refused = recruiters.move('KG.AGENCY1', unfit, departed);
    await expect(refused.catch(codeOf)).resolves.toBe('RULE_MEDICAL_NOT_CONFIRMED');
  });
});
