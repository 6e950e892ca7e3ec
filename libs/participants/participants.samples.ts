import { decide, numericDate, type Instant, type JsonObject, type PublicJwk } from '#kernel';
import {
  generalJws,
  generateKey,
  jcs,
  signGeneral,
  signGenesis,
  signJws,
  type Genesis,
  type GenesisFile,
  type SigningKey,
} from '#signing';
import { participant } from './domain/participant.decider.ts';
import type { ParticipantEvent } from './domain/participant.messages.ts';
import { foundingCommands } from './founding.ts';
import { statementCommand, type Addressed } from './statements.ts';
import { trustListView, type TrustList } from './views/trust-list.view.ts';

export const FOUNDED: Instant = '2026-11-01T00:00:00.000Z';
export const NOW: Instant = '2026-11-24T03:56:00.000Z';
export const END: Instant = '2027-11-24T00:00:00.000Z';

/** Three states with real keys, their genesis, and what each of them signs. */
export const roots = { KG: root('KG'), RU: root('RU'), KZ: root('KZ') };
export const hub = {
  receipt: generateKey('HUB', 'hub'),
  lane: generateKey('HUB', 'hub'),
  log: generateKey('HUB', 'hub'),
};
export const genesis: Genesis = {
  origin: 'hub.example',
  states: Object.values(roots).map(({ holder, jwk }) => ({
    state: holder,
    name: `State ${holder}`,
    root: jwk,
  })),
  hub: { receipt: hub.receipt.jwk, lane: hub.lane.jwk, log: hub.log.jwk },
  quorum: 2,
  foundedAt: FOUNDED,
};
export const genesisFile: GenesisFile = {
  document: genesis,
  signatures: Object.values(roots).map((one) => signGenesis(genesis, one)),
};

function root(state: string): SigningKey {
  return generateKey(state, 'root');
}

/** A statement by one signer. */
export const said = (
  typ: string,
  content: JsonObject,
  by: SigningKey,
  { at = NOW, iss = by.holder }: { readonly at?: Instant; readonly iss?: string } = {},
): string => signJws(typ, { iss, iat: numericDate(at), ...content }, by);

/** A statement about a state by several roots. */
export function saidByAll(
  typ: string,
  content: JsonObject & { readonly state: string },
  by: readonly SigningKey[],
  at: Instant = NOW,
): string {
  const text = jcs({ iss: content.state, iat: numericDate(at), ...content });
  return generalJws(
    text,
    by.map((one) => signGeneral(typ, text, one)),
  );
}

export const endorsedAuthority = (id: string, by: SigningKey, at = NOW): string => {
  const authority = {
    id,
    name: `Authority ${id}`,
    roles: ['labour-ministry'],
    signsContracts: true,
  };
  return said('endorsement+jws', { authority }, by, { at });
};

/** What a key's endorsement says of it. */
export const endorsement = ({
  holder,
  use,
  alg,
  jwk,
}: SigningKey): JsonObject & { jwk: PublicJwk } => ({
  holder,
  use,
  alg,
  jwk,
  validFrom: FOUNDED,
  validUntil: END,
});

export const endorsedKey = (key: SigningKey, by: SigningKey, change: JsonObject = {}): string =>
  said('endorsement+jws', { key: { ...endorsement(key), ...change } }, by);

export const licensed = (agency: string, by: SigningKey, change: JsonObject = {}): string =>
  said(
    'licence+jws',
    {
      act: 'LICENSE',
      agency,
      name: 'Test Agency',
      number: 'N 1',
      destinations: ['RU'],
      validFrom: '2026-11-01',
      validUntil: '2027-10-31',
      feePolicy: 'NO_FEE',
      ...change,
    },
    by,
  );

/** The events that the hub would store for these statements, and the list they make. Each is recorded at `at`. */
export class Ledger {
  readonly events: ParticipantEvent[] = [];
  trust: TrustList = trustListView.initial;

  constructor() {
    for (const command of foundingCommands(genesisFile, FOUNDED)) this.carryOut(command);
  }

  submit(statement: string, at: Instant = NOW): readonly ParticipantEvent[] {
    return this.carryOut(statementCommand(statement, this.trust, genesis, at));
  }

  private carryOut({ state, command }: Addressed): readonly ParticipantEvent[] {
    const made = decide(participant, command, this.trust.states.get(state) ?? participant.initial);
    this.events.push(...made);
    this.trust = made.reduce(trustListView.evolve, this.trust);
    return made;
  }
}
