import { decide, HubError, isInstant, StoreError, TrustError, type ErrorCode } from '#kernel';
import { isObject, jcs, type Genesis } from '#signing';
import { participant } from './domain/participant.decider.ts';
import { FOUNDERS, type ParticipantEvent } from './domain/participant.messages.ts';
import { foundingCommand } from './founding.ts';
import { statementCommand, type Addressed } from './statements.ts';
import { trustListView, type TrustList } from './views/trust-list.view.ts';

/** An event that its own statement does not prove, and why. */
export type RefusedEvent = { readonly event: ParticipantEvent; readonly code: ErrorCode };

export type ReplayedTrust = {
  readonly trust: TrustList;
  /** Nothing of them is in the list. An honest hub writes none. */
  readonly refused: readonly RefusedEvent[];
};

const NOTHING_YET: ReplayedTrust = {
  trust: { ...trustListView.initial, proved: true },
  refused: [],
};

/**
 * The trust list from nothing but genesis, statements and the times they were recorded at: every signature is
 * verified again, every rule decided again, and an event must say exactly what that gives. What adapters, the
 * SDK and auditors do, so that nobody has to trust the hub (architecture §2).
 * @param events of all `state-` streams, in the store's order
 * @param before where an earlier replay ended; default the beginning
 */
export function replayTrust(
  genesis: Genesis,
  events: Iterable<ParticipantEvent>,
  before: ReplayedTrust = NOTHING_YET,
): ReplayedTrust {
  let { trust } = before;
  const refused = [...before.refused];
  for (const event of events) {
    try {
      trust = proved(genesis, trust, event);
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      refused.push({ event, code: error.code });
    }
  }
  return { trust, refused };
}

/**
 * The list after one more event, if the event's statement proves it.
 * @throws HubError with the code of the first check that failed: `TRUST_KEY_NOT_ENDORSED` for a key that no
 *   root stands for, `STORE_CORRUPT` for an event that says something else than its statement
 */
export function proved(genesis: Genesis, trust: TrustList, event: ParticipantEvent): TrustList {
  assertReadable(event);
  const { type, data, at, by } = event;
  const { state, command } = addressed(genesis, trust, event);
  const derived = decide(participant, command, trust.states.get(state) ?? participant.initial);
  if (derived.length !== 1 || jcs(derived[0]) !== jcs({ type, data, at, by }))
    throw event.type === 'KeyEndorsed'
      ? new TrustError('TRUST_KEY_NOT_ENDORSED', `no statement endorses ${event.data.kid} so`)
      : new StoreError('STORE_CORRUPT', `a ${type} says something else than its statement`);
  return trustListView.evolve(trust, event);
}

/** Events come from a hub that nobody need trust: they may be anything. */
function assertReadable({ data, at, by }: ParticipantEvent): void {
  const { statement } = (isObject(data) ? data : {}) as { readonly statement?: unknown };
  if (typeof statement !== 'string' || typeof by !== 'string' || !isInstant(at))
    throw new StoreError('STORE_CORRUPT', 'an event without statement, time or signer');
}

const addressed = (genesis: Genesis, trust: TrustList, event: ParticipantEvent): Addressed =>
  event.type === 'StateAdmitted' && event.by === FOUNDERS
    ? foundingCommand(event.data.statement, event.data.state, genesis, event.at)
    : statementCommand(event.data.statement, trust, genesis, event.at);
