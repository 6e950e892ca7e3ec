import { StoreError } from '#kernel';
import type { Append } from './append.ts';
import type { Known } from './known.ts';
import { proveCase } from './prove-cases.ts';
import { proveLog } from './prove-checkpoints.ts';
import { proveContracts } from './prove-contracts.ts';
import { proveDeliveries } from './prove-deliveries.ts';
import { proveDemands } from './prove-demands.ts';
import { proveErasure } from './prove-erasure.ts';
import { proveLifecycle } from './prove-lifecycle.ts';
import { proveParticipants } from './prove-participants.ts';
import { proveIssued } from './prove-records.ts';

/** @throws HubError where the events are not proved; they change nothing then */
type Prover = (append: Append, known: Known) => void;

/** What proves the events of each family of streams. */
const PROVERS: Readonly<Record<string, Prover>> = {
  state: proveParticipants,
  contract: proveContracts,
  certificate: (append, known) =>
    append[0].revision === 0 ? proveIssued(append, known) : proveLifecycle(append, known),
  evidence: proveIssued,
  case: (append, known) =>
    append[0].revision === 0 ? proveIssued(append, known) : proveCase(append, known),
  demand: proveDemands,
  deliveries: proveDeliveries,
  subject: proveErasure,
  notary: proveLog,
};

/** @throws StoreError `STORE_CORRUPT` for a stream that no hub writes */
export function proverOf(stream: string): Prover {
  const family = stream.slice(0, stream.indexOf('-'));
  const prover = Object.hasOwn(PROVERS, family) ? PROVERS[family] : undefined;
  if (prover) return prover;
  throw new StoreError('STORE_CORRUPT', 'a stream of an unknown family');
}
