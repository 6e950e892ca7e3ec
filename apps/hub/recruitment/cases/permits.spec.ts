import { checkCase, issueCase } from '#client';
import { sealDetails, type RecruitmentCaseClaims } from '#credentials';
import type { JsonObject } from '#kernel';
import { sha256 } from '#signing';
import { sampleRecruitment } from '#testing';
import { contractWith } from '../../audit/replay.samples.ts';
import { TestHub } from '../../hub.samples.ts';
import { registered } from '../demands/demands.samples.ts';
import { ACT, attested, Recruiters, SIGNED, type OpenCase } from './cases.samples.ts';

type Said = Parameters<Recruiters['move']>[2];
const codeOf = (error: unknown): string => String((error as { code?: string }).code ?? error);

const PATENT = {
  type: 'PATENT',
  number: '77 0000001',
  region: 'RU-MOW',
  validFrom: '2026-01-01',
  validUntil: '2099-12-31',
};

describe('where a corridor asks for a permit', () => {
  let hub: TestHub;
  let recruiters: Recruiters;
  let waiting: OpenCase;
  beforeAll(async () => {
    const states = ['TJ', 'RU'];
    const contracts = [contractWith('tj-ru', states), sampleRecruitment(states)];
    hub = await TestHub.start({ contracts });
    recruiters = new Recruiters(hub);
    waiting = await applied();
  });
  afterAll(() => hub.close());

  const own = { capacity: 'EMPLOYMENT_SERVICE' } as const;
  const employer = attested('EMPLOYER', 'LABOUR_DESTINATION');
  const statusOf = async ({ reference }: OpenCase) =>
    (await hub.client('TJ.MOL').recruitmentCase(reference)).status;

  /** A worker of TJ, whom the employment service sends. */
  async function registeredWorker(): Promise<OpenCase> {
    const outcomes = { 'RU/AGREEMENT-TJ/1': 'FIT' } as const;
    const certificate = await hub.pushed({ issuer: 'TJ.MOH', outcomes });
    const at = hub.now();
    const today = at.slice(0, 'YYYY-MM-DD'.length);
    const purposes = ['ORGANISED_RECRUITMENT'] as const;
    const draft: RecruitmentCaseClaims = {
      number: 'TJ-1',
      subject: certificate.claims.subject,
      ...{ destination: 'RU', occupations: ['7112'], languages: ['tg', 'ru'] },
      registeredOn: today,
      consent: { id: 'CONSENT-1', purposes: [...purposes], givenOn: today, language: 'tg' },
    };
    const key = hub.key('TJ.MOL record');
    const issued = await issueCase(checkCase(draft, 'TJ.MOL', at), { key, at });
    const statement = recruiters.stated('TJ.MOL', issued, { step: 'WorkerRegistered', actor: own });
    await hub.client('TJ.MOL').openCase({ record: issued.record, statement });
    return { ...issued, certificate };
  }

  /** A case that waits for its permit: contract signed, permit applied for. */
  async function applied(): Promise<OpenCase> {
    const open = await registeredWorker();
    const move = (by: string, said: Said, beside = {}) => recruiters.move(by, open, said, beside);
    const { name: demand } = await registered(hub, { origins: ['TJ'] });
    await move('TJ.MOL', { step: 'Shortlisted', demand, actor: own });
    await move('RU.MOL', { step: 'Selected', actor: employer });
    for (const item of ['TRAINING', 'LANGUAGE'] as const) {
      const actor = attested('TRAINING_CENTRE', 'EMPLOYMENT_SERVICE');
      await move('TJ.MOL', { step: 'ChecklistItemDone', item, actor });
    }
    await move('TJ.MOL', { step: 'ChecklistItemDone', item: 'DOCUMENTS', actor: own });
    const receipt = await recruiters.answered(open);
    const checked = {
      step: 'ChecklistItemDone',
      item: 'MEDICAL',
      receipt: sha256(receipt),
    } as const;
    await move('TJ.MOL', { ...checked, actor: own }, { receipt });
    await move('TJ.MOL', { step: 'Cleared', actor: { capacity: 'LABOUR_ORIGIN' } });
    await move('RU.MOL', { step: 'ContractSigned', contract: SIGNED, actor: employer });
    const worker = attested('WORKER', 'EMPLOYMENT_SERVICE');
    await move('TJ.MOL', { step: 'ContractSigned', contract: SIGNED, actor: worker });
    await move('RU.MOL', { step: 'PermitApplied', actor: employer });
    return open;
  }

  type Change = { readonly digest?: string; readonly name?: string };
  const grant = (open: OpenCase, details: JsonObject, change: Change = {}) => {
    const sealed = sealDetails(change.name ?? 'permit', details);
    const permit = { type: 'PATENT', digest: change.digest ?? sealed.digest } as const;
    const actor = { capacity: 'MIGRATION_DESTINATION' } as const;
    const said = { step: 'PermitGranted', permit, actor } as const;
    const beside = { permit: sealed.disclosure };
    return recruiters.move('RU.MIA', open, said, beside).then(() => 'carried out', codeOf);
  };

  test('the hub derives none: the case waits for it', async () => {
    const { id } = waiting.reference;
    const steps = (await hub.events())
      .filter(({ stream }) => stream.endsWith(id))
      .map(({ data }) => JSON.parse(data) as { step?: string; from?: string });
    expect(steps.at(-1)).toMatchObject({ step: 'PermitApplied', from: 'CONTRACTED' });
    expect(await statusOf(waiting)).toBe('PERMIT_PENDING');
  });

  test.each<[string, string, JsonObject, Change]>([
    ['RULE_PERMIT_MISMATCH', 'another than the one stated', PATENT, { digest: ACT }],
    ['RULE_PERMIT_MISMATCH', 'of another type', { ...PATENT, type: 'SPECIAL_PERMIT' }, {}],
    ['RULE_PERMIT_MISMATCH', 'that has run out', { ...PATENT, validUntil: '2026-01-31' }, {}],
    ['WIRE_SCHEMA_MISMATCH', 'that is none', PATENT, { name: 'visa' }],
    ['WIRE_SCHEMA_MISMATCH', 'without a number', { ...PATENT, number: '' }, {}],
    ['WIRE_SCHEMA_MISMATCH', 'with more than a permit says', { ...PATENT, holder: 'A' }, {}],
  ])('it is refused (%s) a permit %s', async (code, _, details, change) => {
    expect(await grant(waiting, details, change)).toBe(code);
    expect(await statusOf(waiting)).toBe('PERMIT_PENDING');
  });

  test('it is refused one that nobody shows', async () => {
    const permit = { type: 'PATENT', digest: ACT } as const;
    const actor = { capacity: 'MIGRATION_DESTINATION' } as const;
    const moved = recruiters.move('RU.MIA', waiting, { step: 'PermitGranted', permit, actor });
    await expect(moved.catch(codeOf)).resolves.toBe('RULE_PERMIT_MISMATCH');
  });

  test('a worker departs with it; its number and dates are in no event', async () => {
    const open = await applied();
    expect(await grant(open, PATENT)).toBe('carried out');
    expect(await statusOf(open)).toBe('PERMITTED');
    const stored = JSON.stringify([...(await hub.events()), ...(await hub.events('access'))]);
    // Statements are base64url: look inside as well.
    const inside = (stored.match(/[A-Za-z0-9_-]{20,}/g) ?? []).map((part) =>
      Buffer.from(part, 'base64url').toString(),
    );
    for (const text of [stored, ...inside]) expect(text).not.toContain(PATENT.number);
    await recruiters.move('TJ.MOL', open, { step: 'Departed', actor: own });
    expect(await statusOf(open)).toBe('DEPARTED');
  });
});
