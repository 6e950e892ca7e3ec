import fc from 'fast-check';
import { decide, fold, later } from '#kernel';
import { codeOf } from '#testing';
import { CAPACITIES, type Capacity } from './capacities.ts';
import { recruitmentCase } from './case.decider.ts';
import { CASE_STEPS, type CaseStep, type Facts, type Step } from './case.messages.ts';
import {
  act,
  contract,
  corridor,
  day,
  demandName,
  factsFor,
  freeCorridor,
  opening,
  reference,
  said,
  signerOf,
  WAY,
  wayOf,
} from './case.samples.ts';
import { CHECKLIST_ITEMS } from './corridor.ts';
import { unread, type Reading } from './reading-parts.samples.ts';
import { read } from './reading.samples.ts';
import { TRANSITIONS } from './transitions.ts';

const PATHS = 10_000;
const STEPS = 16;

/** Draws numbers from one seed: quicker than an arbitrary for each choice, and just as repeatable. */
function drawer(seed: number) {
  let state = seed | 0;
  const next = () => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    chance: (share: number) => next() < share,
    one: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!,
  };
}
type Drawer = ReturnType<typeof drawer>;

/** Mostly what the table allows from here, so that paths get far; otherwise anything by anybody. */
function drawStep(
  { chance, one }: Drawer,
  { status }: Reading,
): Pick<Step, 'step' | 'item' | 'actor'> {
  const rows = TRANSITIONS.filter(({ from }) => from.includes(status));
  const isTowardsReturn = (step: CaseStep) => !['Cancelled', 'Declined'].includes(step);
  const row = chance(0.85) && rows.length > 0 ? one(rows) : one(TRANSITIONS);
  const kept = isTowardsReturn(row.step) || chance(0.2) ? row : one(rows.length > 0 ? rows : [row]);
  const step = chance(0.95) ? kept.step : one(CASE_STEPS);
  const item = chance(0.95) ? kept.item : one([undefined, ...CHECKLIST_ITEMS]);
  const capacity = chance(0.93) ? one(kept.who) : one(Object.keys(CAPACITIES) as Capacity[]);
  const attesters = CAPACITIES[capacity].attestedBy as readonly Capacity[];
  const isAttested = attesters.length > 0 ? chance(0.4) : chance(0.02);
  const by =
    chance(0.9) && attesters.length > 0
      ? one(attesters)
      : one(Object.keys(CAPACITIES) as Capacity[]);
  const attestation = { capacity: by, act: chance(0.97) ? act : 'short' };
  const agency =
    isAttested && chance(0.9) ? { agency: one(['TJ.AGENCY1', 'TJ.AGENCY1', 'RU.AGENCY1']) } : {};
  return {
    ...{ step: step === 'WorkerRegistered' ? 'Cleared' : step },
    ...(item && { item }),
    actor: { capacity, ...agency, ...(isAttested && { attestation }) },
  };
}

/** Everything else about a step, mostly right. */
function drawRest(
  drawn: Drawer,
  drawnStep: ReturnType<typeof drawStep>,
  at: string,
  since: string,
) {
  const { chance, one } = drawn;
  const often = <T>(right: T, ...wrong: readonly T[]): T => (chance(0.96) ? right : one(wrong));
  const occurredAt = one([
    at,
    at,
    at,
    later(at, -3600),
    later(since, 0),
    later(since, -1),
    later(at, 60),
    later(at, 61),
  ]);
  const plain = said(drawnStep.step, drawnStep, chance(0.85) ? at : occurredAt);
  const changes: Partial<Step> = {
    ...(plain.step === 'ContractSigned' && {
      contract: {
        hash: often(contract.hash, 'contract-3'),
        language: often('tg', 'en'),
        noFee: often(true, false),
      },
    }),
    ...(plain.reason !== undefined && { reason: often(plain.reason, 'PREGNANT', 'EARLY') }),
    ...(plain.item === 'MEDICAL' && { receipt: often('receipt-1', 'receipt-2') }),
    ...(plain.demand !== undefined && { demand: often(plain.demand, demandName) }),
    ...(plain.step === 'HoldPlaced' && {
      hold: {
        ...{ id: one(['hold-1', 'hold-2']), until: one([later(at, 600), later(at, 200_000), at]) },
        ...(chance(0.95) && { legalBasis: 'Sample act 1' }),
        ...(chance(0.95) && { appeal: 'Sample court' }),
      },
    }),
    ...(plain.step === 'HoldLifted' && { hold: { id: one(['hold-1', 'hold-2']) } }),
  };
  const step: Step = { ...plain, ...changes };
  const right = factsFor(step);
  const licences = ['LICENCE_SCOPE', 'LICENCE_NOT_ACTIVE'] as const;
  const permits = [corridor, corridor, freeCorridor];
  const facts: Facts = {
    ...right,
    corridor: step.step === 'PermitNotRequired' ? often(freeCorridor, corridor) : one(permits),
    roles: often(right.roles, ['auditor']),
    ...(often(true, false)
      ? {
          licence: {
            recorded: often('ACTIVE', ...licences),
            occurred: often('ACTIVE', ...licences),
          },
        }
      : { licence: undefined as never }),
    demand: often(
      right.demand!,
      { ...right.demand!, isOpen: false },
      { ...right.demand!, destination: 'KZ' },
      { ...right.demand!, origins: ['KG'] },
      { ...right.demand!, name: 'RU.MOL-demand-9' },
    ),
    place: often(
      { demand: demandName, until: at },
      { demand: demandName, until: later(at, -1) },
      { demand: 'x', until: at },
    ),
    languages: often(['tg'], ['ru'], undefined as never),
    medical: often(
      right.medical!,
      { ...right.medical!, isConfirmed: false },
      { ...right.medical!, profile: 'KZ/LABOUR/1' },
      { ...right.medical!, asOf: opening },
      undefined as never,
    ),
    permit: often(
      right.permit!,
      { type: 'QUOTA_PERMIT', validUntil: '2040-01-01' },
      { type: 'PATENT', validUntil: '2030-01-01' },
      undefined as never,
    ),
  };
  const signs = step.actor.attestation?.capacity ?? step.actor.capacity;
  const by = often(signerOf(signs), 'KZ.MOL', 'RU.AGENCY2', 'TJ.AGENCY2', 'TJ.MOL');
  return { said: step, facts, by };
}

/** Each place of the plainest way, as both readings have it: paths begin anywhere. */
const STARTS = WAY.slice(0, -1).map((_, place) => {
  const way = wayOf(place + 1);
  const reading: Reading = {
    ...{ ...unread(), status: 'REGISTERED', times: { now: opening, before: '' } },
  };
  for (const event of way)
    if (event.type === 'CaseTransitioned')
      read(reading, { said: event.data, facts: factsFor(event.data), at: event.at, by: event.by });
  return { state: fold(recruitmentCase, way), at: day(place), reading };
});

describe('the machine', () => {
  test('starts where both readings agree', () => {
    for (const { state, reading } of STARTS) expect(reading.status).toBe(state.status);
  });

  const reached = new Map<string, number>();
  const codes = new Map<string, number>();
  const count = (counts: Map<string, number>, name: string) =>
    counts.set(name, (counts.get(name) ?? 0) + 1);

  test(`is read in one way, by the table and by a second reading, on ${PATHS} paths`, () => {
    const walk = (seed: number) => {
      const drawn = drawer(seed);
      const start = drawn.one(STARTS);
      let { state, at } = start;
      const reading = structuredClone(start.reading);
      for (let index = 0; index < STEPS; index++) {
        at = later(at, drawn.one([1, 60, 86_400]));
        const {
          said: what,
          facts,
          by,
        } = drawRest(drawn, drawStep(drawn, reading), at, reading.times.now);
        const isRule = what.actor.capacity === 'HUB';
        const statement = isRule ? {} : { statement: `header.${index}.signature` };
        const from = state;
        const refusal = codeOf(() => {
          const data = { record: reference, said: what, facts, ...statement };
          const events = decide(recruitmentCase, { type: 'AdvanceCase', data, at, by }, from);
          state = fold(recruitmentCase, events, from);
        });
        const verdict = refusal ?? state.status;
        const expected = read(reading, { said: what, facts, at, by });
        if (verdict !== expected || state.status !== reading.status)
          throw new Error(`${what.step} from ${from.status}: ${verdict}, read as ${expected}`);
        count(refusal ? codes : reached, verdict);
      }
    };
    fc.assert(fc.property(fc.integer(), walk), { numRuns: PATHS });
  });

  test('was walked everywhere, and refused for every rule', () => {
    const statuses = TRANSITIONS.flatMap(({ to }) => to ?? []).filter((one) => one !== 'DEPARTED');
    for (const status of [...statuses, 'DEPARTED'])
      expect(reached.get(status) ?? 0).toBeGreaterThan(20);
    const expected = [
      ...['RULE_TRANSITION_ILLEGAL', 'TRUST_NOT_ALLOWED', 'RULE_ACT_NOT_ON_FILE', 'LICENCE_SCOPE'],
      ...['LICENCE_NOT_ACTIVE', 'RULE_EFFECTIVE_TOO_LATE', 'RULE_OCCURRED_OUT_OF_ORDER'],
      ...['RULE_CONSENT_WITHDRAWN', 'RULE_CASE_MAY_NOT_PROCEED', 'RULE_DEMAND_NOT_OPEN'],
      ...['RULE_NO_PLACE', 'RULE_REASON_UNKNOWN', 'RULE_MEDICAL_NOT_CONFIRMED'],
      ...['RULE_CHECKLIST_INCOMPLETE', 'RULE_CONTRACT_LANGUAGE', 'RULE_NO_FEE_UNDECLARED'],
      ...['RULE_CONTRACT_DIFFERS', 'RULE_PERMIT_NOT_NEEDED', 'RULE_PERMIT_NEEDED'],
      ...['RULE_PERMIT_MISMATCH', 'RULE_NOTHING_NEW', 'RULE_HOLD_TERMS', 'RULE_HOLD_UNKNOWN'],
    ];
    for (const code of expected) expect([code, codes.get(code) ?? 0]).not.toEqual([code, 0]);
  });
});
