import { STATES } from '../stage/stage.ts';

/** A process of the cluster. */
export type Part = {
  /** `hub-1`, `relay-KG`, `adapter-KG`: its folder too. */
  readonly name: string;
  readonly kind: 'hub' | 'relay' | 'adapter';
  /** Variables that are its own. */
  readonly environment: Readonly<Record<string, string>>;
};

export type Size = {
  readonly hubs?: number;
  /** For each state. One of them carries its lane, the others wait. */
  readonly relays?: number;
};

/** Hubs, relays for the lane of each state, and an adapter for each. */
export const planOf = ({ hubs = 2, relays = 1 }: Size = {}): readonly Part[] => [
  ...numbered(hubs).map((n) => hubPart(n)),
  ...STATES.flatMap((state) => numbered(relays).map((n) => relayPart(state, n))),
  ...STATES.map((state): Part => ({
    name: `adapter-${state}`,
    kind: 'adapter',
    environment: { COUNTRY: state },
  })),
];

export const hubPart = (n: number, environment: Part['environment'] = {}): Part => ({
  name: `hub-${n}`,
  kind: 'hub',
  environment,
});

export const relayPart = (state: string, n = 1): Part => ({
  name: n === 1 ? `relay-${state}` : `relay-${state}-${n}`,
  kind: 'relay',
  environment: { LANES: state },
});

const numbered = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
