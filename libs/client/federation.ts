import { later, type Instant } from '#kernel';
import type { KeyUse, Role } from '#participants';
import {
  generateKey,
  signGenesis,
  type Genesis,
  type GenesisFile,
  type SigningKey,
} from '#signing';
import { endorseAuthority, endorseKey, licenseAgency } from './statements.ts';

/** Who shall take part: states, their authorities with roles and key uses, and agencies with the authority that licenses them. */
export type FederationPlan = {
  /** Host and port of the hub, its name in genesis. */
  readonly origin: string;
  readonly quorum: number;
  readonly states: readonly { readonly state: string; readonly name: string }[];
  readonly authorities: readonly {
    readonly id: string;
    readonly name: string;
    readonly roles: readonly Role[];
    readonly signsContracts: boolean;
    readonly uses: readonly KeyUse[];
  }[];
  readonly agencies: readonly {
    readonly id: string;
    readonly name: string;
    readonly licensor: string;
    readonly number: string;
    readonly destinations: readonly string[];
  }[];
};

/** Every private key by holder and use: `keys.get('KG.MOH record')`; the hub's are `HUB receipt`, `HUB lane` and `HUB log`, a root is `KG root`. */
export type Keys = ReadonlyMap<string, SigningKey>;

export type Federation = {
  readonly genesis: GenesisFile;
  readonly keys: Keys;
  /** Endorsements and licences in the order in which the hub must hear them. */
  readonly statements: readonly string[];
};

/** What an agency does by itself: it asks, and it says what it did in a worker's case. */
const AGENCY_USES = ['request', 'statement'] as const;

const YEARS_2 = 2 * 365 * 24 * 3600;

/** Makes all keys, the genesis document with every root's signature, and the statements that endorse the rest. */
export function foundFederation(plan: FederationPlan, at: Instant): Federation {
  const keys = new Map<string, SigningKey>();
  const make = (holder: string, use: SigningKey['use'], name: string = use): SigningKey => {
    const key = generateKey(holder, use);
    keys.set(`${holder} ${name}`, key);
    return key;
  };
  const receipt = make('HUB', 'hub', 'receipt');
  const lane = make('HUB', 'hub', 'lane');
  const log = make('HUB', 'hub', 'log');
  const document: Genesis = {
    origin: plan.origin,
    states: plan.states.map(({ state, name }) => ({ state, name, root: make(state, 'root').jwk })),
    hub: { receipt: receipt.jwk, lane: lane.jwk, log: log.jwk },
    quorum: plan.quorum,
    foundedAt: at,
  };
  const root = (holder: string): SigningKey => keys.get(`${holder.slice(0, 2)} root`)!;
  const signatures = plan.states.map(({ state }) => signGenesis(document, root(state)));
  const validity = { validFrom: at, validUntil: later(at, YEARS_2) };
  const keyOf = (by: SigningKey, { holder, use, alg, jwk }: SigningKey) =>
    endorseKey(by, at, { key: { holder, use: use as KeyUse, alg, jwk, ...validity } });
  const statements = plan.authorities.flatMap(({ id, name, roles, signsContracts, uses }) => [
    endorseAuthority(root(id), at, { authority: { id, name, roles, signsContracts } }),
    ...uses.map((use) => keyOf(root(id), make(id, use))),
  ]);
  const licences = plan.agencies.flatMap(({ id, name, licensor, number, destinations }) => {
    const by = keys.get(`${licensor} statement`)!;
    const licence = {
      act: 'LICENSE',
      agency: id,
      name,
      number,
      destinations,
      validFrom: validity.validFrom.slice(0, 10),
      validUntil: validity.validUntil.slice(0, 10),
      feePolicy: 'NO_FEE',
    } as const;
    const own = AGENCY_USES.map((use) => keyOf(by, make(id, use)));
    return [licenseAgency(by, at, licence), ...own];
  });
  return { genesis: { document, signatures }, keys, statements: [...statements, ...licences] };
}
