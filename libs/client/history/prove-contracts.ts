import {
  contract,
  contractsView,
  hashOf,
  verifySignature,
  type Contract,
  type ContractCommand,
  type ContractDocument,
  type ContractEvent,
  type ContractSigner,
} from '#contracts';
import {
  decide,
  isInstant,
  RuleBroken,
  stateOf,
  StoreError,
  TrustError,
  type Instant,
} from '#kernel';
import { activeKey, authority, type TrustList } from '#participants';
import { parseSignatures, verificationKey, type GeneralSignature } from '#signing';
import { assertDecided, type Append } from './append.ts';
import type { Known } from './known.ts';
import type { HistoryEvent } from './read-event.ts';
import { readStatement } from './read-statement.ts';

/** Contracts: hashes are those of the documents, every party signed, and who ended one might do so. */
export function proveContracts(append: Append, known: Known): void {
  const id = append[0].stream.slice('contract-'.length);
  const { now } = known.lookback;
  const state = now.contracts.get(id) ?? contract.initial;
  const decided = decide(contract, commandFor(append[0], state, known), state);
  assertDecided(
    append,
    decided.map((event) => withMargin(event, append)),
  );
  if (append.some(({ data }) => data['contract'] !== id))
    throw new RuleBroken('RULE_STATEMENT_MISMATCH', 'the event stands in another stream');
  const contracts = append.reduce(contractsView.evolve, now.contracts);
  known.lookback.learn(now.with({ contracts }, append[0].at));
}

/** What must have been asked for these events to come of it. */
function commandFor(first: HistoryEvent, state: Contract, known: Known): ContractCommand {
  const { at, by } = first;
  const event = first as unknown as ContractEvent; // Compared whole with what is decided.
  switch (event.type) {
    case 'ContractProposed': {
      const { document } = event.data;
      if (!authority(known.lookback.now.trust, by))
        throw new TrustError('TRUST_NOT_ALLOWED', `${by} is no authority`);
      const data = { document, hash: hashOf(document), party: stateOf(by) };
      return { type: 'ProposeContract', data, at, by };
    }
    case 'ContractSigned': {
      const { hash, signature } = event.data;
      const { party, authority: signer } = signerOf(documentOf(state, hash), first, known);
      const data = { hash, party, signature, marginSeconds: 0 };
      return { type: 'SignContract', data, at, by: signer };
    }
    case 'ContractSuspended':
      return ending('SuspendContract', 'contract-suspension+jws', first, known);
    case 'ContractTerminated':
      return ending('TerminateContract', 'contract-termination+jws', first, known);
    case 'ContractBackfilled': {
      const { version, shared, skipped } = event.data;
      assertCounted(event.data, known);
      return { type: 'CompleteBackfill', data: { version, shared, skipped }, at, by: 'HUB' };
    }
    case 'ContractActivated':
      throw new RuleBroken('RULE_CONTRACT_STATE', 'a contract is activated by its last signature');
    default:
      throw new StoreError('STORE_CORRUPT', 'an event of an unknown type');
  }
}

/** Beside the signer, everything in such an event is what its statement says. */
function ending(
  type: 'SuspendContract' | 'TerminateContract',
  typ: string,
  event: HistoryEvent,
  known: Known,
): ContractCommand {
  const { payload, by, text } = readStatement(event, typ, known);
  const { iss: _, iat: __, contract: ___, ...terms } = payload;
  const data = { ...terms, party: stateOf(by), marginSeconds: 0, statement: text };
  // What does not fit its form decides nothing that was recorded.
  return { type, data, at: event.at, by } as unknown as ContractCommand;
}

function documentOf({ drafts, versions }: Contract, hash: string): ContractDocument {
  const found = [...drafts, ...versions].find((one) => one.hash === hash);
  if (found) return found.document;
  throw new RuleBroken('RULE_CONTRACT_UNKNOWN', 'a document was signed that nobody proposed');
}

function signerOf(document: ContractDocument, { data, at }: HistoryEvent, known: Known) {
  const [signature] = parseSignatures([data['signature']]) as [GeneralSignature];
  const signer = known.lookback.decided(at, ({ trust }, moment) =>
    verifySignature(document, signature, (kid) => statementKey(trust, kid, moment)),
  );
  known.signatures.add(1);
  return signer;
}

const statementKey = (trust: TrustList, kid: string, at: Instant): ContractSigner => {
  const { holder, jwk, alg } = activeKey(trust, kid, 'statement', at);
  const signsContracts = authority(trust, holder)?.signsContracts ?? false;
  return { authority: holder, signsContracts, key: verificationKey(jwk, alg) };
};

/** As many as were shared under the version, or fewer: a hub that was interrupted counts what it has not shared itself as skipped. */
function assertCounted({ contract: id, version, shared, skipped }: Backfilled, known: Known): void {
  const most = known.isExcerpt ? Infinity : (known.shares.get(`${id} ${version}`) ?? 0);
  if ([shared, skipped].every((count) => Number.isInteger(count) && count >= 0) && shared <= most)
    return;
  throw new RuleBroken('RULE_STATEMENT_MISMATCH', 'more is said to be shared than was');
}

type Backfilled = Extract<ContractEvent, { type: 'ContractBackfilled' }>['data'];

/** The hub's margin is its own configuration: an activation may come later than the rules ask, never earlier. */
function withMargin(event: ContractEvent, [, second]: Append): ContractEvent {
  const recorded = second?.data['effectiveFrom'];
  return event.type === 'ContractActivated' &&
    isInstant(recorded) &&
    recorded > event.data.effectiveFrom
    ? { ...event, data: { ...event.data, effectiveFrom: recorded } }
    : event;
}
