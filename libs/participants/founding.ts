import { TrustError, type Instant } from '#kernel';
import {
  genesisHash,
  jcs,
  thumbprint,
  verifyGenesis,
  type Genesis,
  type GenesisFile,
} from '#signing';
import { FOUNDERS, type ParticipantCommand } from './domain/participant.messages.ts';
import type { Addressed } from './statements.ts';

/**
 * Admits the founding states; done once, harmless again. Each event holds the whole genesis file, so the log
 * needs nothing beside it.
 * @throws WireError, TrustError as `verifyGenesis`
 */
export function foundingCommands(file: GenesisFile, at: Instant): readonly Addressed[] {
  const genesis = verifyGenesis(file);
  const statement = jcs(file);
  return genesis.states.map(({ state }) => founding(genesis, state, statement, at));
}

/**
 * The command that the genesis file in an event proves.
 * @throws TrustError `TRUST_GENESIS_MISMATCH` if it is another genesis, or another state
 */
export function foundingCommand(
  statement: string,
  state: string,
  genesis: Genesis,
  at: Instant,
): Addressed {
  return founding(verifyGenesis(statement, genesisHash(genesis)), state, statement, at);
}

function founding(
  { states, foundedAt: from }: Genesis,
  state: string,
  statement: string,
  at: Instant,
): Addressed {
  const founder = states.find((one) => one.state === state);
  if (!founder)
    throw new TrustError('TRUST_GENESIS_MISMATCH', `${state} is no founding state`, {
      facts: { state },
    });
  const { root } = founder;
  const data = { state, root, kid: thumbprint(root), status: 'member', from, statement } as const;
  const command: ParticipantCommand = { type: 'AdmitState', data, by: FOUNDERS, at };
  return { state, stream: `state-${state}`, command };
}
