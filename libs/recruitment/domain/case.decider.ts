import type { RecordReference } from '#certificates';
import {
  actOf,
  joinRouting,
  later,
  newcomers,
  RuleBroken,
  stateOf,
  TrustError,
  type Decider,
  type DomainEvent,
  type Instant,
} from '#kernel';
import { agencyOf, checkAgency, checkSigner, notAllowed } from './actors.ts';
import { absent, isOver, type Case, type Side } from './case.ts';
import {
  REMAINDERS,
  type Actor,
  type CaseCommand,
  type CaseEvent,
  type CaseStep,
  type Facts,
  type Held,
  type Remainder,
  type Step,
} from './case.messages.ts';
import { CONDITIONS } from './conditions.ts';
import { GUARDS, type Asked } from './guards.ts';
import { spoken } from './steps.ts';
import { TRANSITIONS, type Transition } from './transitions.ts';

/** One worker's way abroad and back. The table of transitions is its only rule book. */
export const recruitmentCase: Decider<Case, CaseCommand, CaseEvent> = {
  initial: absent,

  decide: {
    OpenCase({ data: { record, routing, said, facts, statement, statedBy }, at, by }, state) {
      if (by !== record.issuer)
        throw new TrustError('TRUST_WRONG_ISSUER', `${by} is not the issuer`, {
          facts: { issuer: record.issuer },
        });
      if (state.record?.digest === record.digest) return [];
      if (state.record)
        throw new RuleBroken('RULE_RECORD_ID_REUSED', `${record.id} names another case`, {
          facts: { id: record.id },
        });
      if (routing.under.length === 0)
        throw new RuleBroken('RULE_NO_CONTRACT', 'no contract in force grants this');
      const ends = { origin: stateOf(record.issuer), destination: record.destination };
      permitted({ said, facts, at, by: statedBy }, state, ends);
      const { actor, occurredAt } = spoken(said);
      const stated = { ...recorded(facts, statement), statement, statedBy };
      const data = { ...record, actor, occurredAt, ...stated };
      return [{ type: 'CaseOpened', data, at, by, ...routing }];
    },

    ShareCase({ data: { record, routing }, at, by }, state) {
      known(state, record);
      if (isOver(state.status) || state.isConsentWithdrawn) return [];
      const { under, to } = newcomers(routing, state);
      return under.length === 0 ? [] : [{ type: 'CaseShared', data: record, at, by, under, to }];
    },

    AdvanceCase({ data: { record: named, said, facts, statement }, at, by }, state) {
      const record = known(state, named);
      if (statement !== undefined && state.acts.includes(actOf(statement))) return [];
      // What the hub derives by a rule nobody states, and it states nothing else.
      if ((said.actor.capacity === 'HUB') !== (statement === undefined))
        throw notAllowed('a step is stated by who takes it');
      const ends = { origin: stateOf(record.issuer), destination: state.destination };
      const { step, to = state.status } = permitted({ said, facts, at, by }, state, ends);
      const data = { ...record, ...spoken(said), ...recorded(facts, statement) };
      // Sound: HOLD_ENDS lets no hold pass that lacks a term.
      if (step === 'HoldPlaced' || step === 'HoldLifted')
        return [{ type: step, data: data as typeof data & Held, ...toAll(state, at, by) }];
      if (step === 'ConsentWithdrawn')
        return [{ type: step, data: { ...data, stays: STAYS }, ...toAll(state, at, by) }];
      const moved = { ...data, from: state.status, to, isLate: isLate(said, facts, state) };
      return [{ type: 'CaseTransitioned', data: moved, ...toAll(state, at, by) }];
    },
  },

  evolve: {
    CaseOpened: (state, { data, ...routing }) => ({
      ...took(state, data.actor, data.statedBy, data.statement),
      ...joinRouting(state, routing),
      record: referenceTo(data),
      destination: data.destination,
      status: 'REGISTERED',
      since: data.occurredAt,
    }),
    CaseShared: (state, routing) => ({ ...state, ...joinRouting(state, routing) }),
    CaseTransitioned: (state, { data, by }) => ({
      ...took(state, data.actor, by, data.statement),
      ...moved(state, data),
      ...LEARNT[data.step]?.(data, state),
    }),
    HoldPlaced: (state, { data, by }) => ({
      ...took(state, data.actor, by, data.statement),
      holds: [...state.holds, { id: data.hold.id, by, until: data.hold.until }],
    }),
    HoldLifted: (state, { data, by }) => ({
      ...took(state, data.actor, by, data.statement),
      holds: state.holds.filter((one) => one.by !== by || one.id !== data.hold.id),
    }),
    ConsentWithdrawn: (state, { data, by }) => ({
      ...took(state, data.actor, by, data.statement),
      isConsentWithdrawn: true,
    }),
  },
};

/** The row that allows the step. @throws what refuses it first */
function permitted(
  asked: Asked,
  state: Case,
  ends: { readonly origin: string; readonly destination: string },
): Transition {
  const { said, facts, at, by } = asked;
  checkSigner(said.actor, by, facts, ends);
  const row = TRANSITIONS.find((one) => isFor(one, said, state));
  if (!row)
    throw new RuleBroken('RULE_TRANSITION_ILLEGAL', `${said.step} from ${state.status}`, {
      facts: { from: state.status, step: said.step },
    });
  if (!row.who.includes(said.actor.capacity))
    throw notAllowed(`${said.step} is not for ${said.actor.capacity} to say`);
  checkAgency(said.actor, by, facts, ends, state);
  if (said.occurredAt > later(at, CLOCK_SKEW_SECONDS))
    throw new RuleBroken('RULE_EFFECTIVE_TOO_LATE', 'a step that has not happened yet', {
      pointer: '/occurredAt',
    });
  for (const name of row.guards) {
    const { code, sentence, holds } = GUARDS[name];
    if (!holds(asked, state))
      throw new RuleBroken(code, `not so: ${sentence}`, {
        facts: { step: said.step, row: row.row },
      });
  }
  return row;
}

/** As far ahead of the hub's clock as another's may be (architecture §6). */
const CLOCK_SKEW_SECONDS = 60;

const isFor = ({ from, step, item, when }: Transition, said: Step, state: Case): boolean =>
  step === said.step &&
  from.includes(state.status) &&
  item === said.item &&
  (when === undefined || CONDITIONS[when].holds(said, state));

function known({ record }: Case, { issuer, id, digest }: RecordReference): RecordReference {
  if (record?.issuer === issuer && record.id === id && record.digest === digest) return record;
  throw new RuleBroken('RULE_RECORD_UNKNOWN', `${issuer} has no such case ${id}`, {
    pointer: '/record',
  });
}

/** What is told of a case goes to all it went to; after a withdrawal nothing more is told to anybody. */
const toAll = ({ under, to, isConsentWithdrawn }: Case, at: Instant, by: string) =>
  isConsentWithdrawn ? { at, by, under: [], to: [] } : { at, by, under, to };

const STAYS = Object.keys(REMAINDERS) as readonly Remainder[];

const recorded = ({ corridor }: Facts, statement: string | undefined) => ({
  corridor: corridor.id,
  ...(statement !== undefined && { statement }),
});

/** A deadline that was missed is a mark, no refusal: what happened late happened. */
const isLate = (
  { step, occurredAt }: Step,
  { corridor: { registrationDeadlineDays: days } }: Facts,
  { arrivedAt }: Case,
): boolean =>
  step === 'RegisteredAtDestination' &&
  days !== undefined &&
  occurredAt > later(arrivedAt, days * DAY_SECONDS);

const DAY_SECONDS = 86_400;

const took = (state: Case, actor: Actor, by: string, statement: string | undefined): Case => {
  const agent = agencyOf(actor, by);
  return {
    ...state,
    ...(agent && { agencies: { ...state.agencies, [agent.capacity]: agent.id } }),
    ...(statement !== undefined && { acts: [...state.acts, actOf(statement)] }),
  };
};

type Moved = Extract<CaseEvent, DomainEvent<'CaseTransitioned'>>['data'];

/** A report that comes late, of what happened before that which led here, moves the case nowhere. */
const moved = (state: Case, { step, from, to, occurredAt }: Moved): Partial<Case> =>
  from !== to && (occurredAt >= state.since || step === 'ArrivalCorrected')
    ? { status: to, since: occurredAt, lastSeen: state.since }
    : {};

/** What a step lets be known beside where the case stands. */
const LEARNT: {
  readonly [Name in CaseStep]?: (said: Moved, state: Case) => Partial<Case>;
} = {
  Shortlisted: ({ demand }) => ({ demand }),
  EmployerChanged: ({ demand }) => ({ demand }),
  Declined: () => ({ demand: undefined }),
  ChecklistItemDone: ({ item }, { checklist }) =>
    item ? { checklist: [...new Set([...checklist, item])] } : {},
  ContractSigned: ({ actor, contract }, { signed }) =>
    contract ? { signed: { ...signed, [actor.capacity as Side]: contract.hash } } : {},
  ContractExtended: ({ contract }) =>
    contract ? { signed: { EMPLOYER: contract.hash, WORKER: contract.hash } } : {},
  Departed: () => ({ hasDeparted: true }),
  Arrived: ({ occurredAt }) => ({ arrivedAt: occurredAt }),
  ArrivalCorrected: ({ occurredAt }) => ({ arrivedAt: occurredAt }),
};

const referenceTo = ({ issuer, id, digest }: RecordReference): RecordReference => ({
  issuer,
  id,
  digest,
});
