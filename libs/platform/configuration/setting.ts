import { esdbUrl, type EsdbUrl } from './esdb-url.ts';
import { readKafkaUrl, type KafkaUrl } from './kafka-url.ts';

/** One environment variable: what it is for, and how its text becomes a value. */
export type Setting<Value> = {
  readonly meaning: string;
  /** What it may hold, as the end of "it may hold …". */
  readonly holds: string;
  /** Taken when the variable is not set. A variable without one must be set where it is read. */
  readonly default?: string;
  /** Never shown, not even in a refusal. */
  readonly secret?: true;
  /** The value of an acceptable text, undefined for any other. */
  readonly read: (text: string) => Value | undefined;
};

type About = { readonly meaning: string; readonly default?: string };

/** Where a store is. The scheme chooses the adapter, and nothing else does (architecture §5). */
export type StoreUrl = { readonly kind: 'sqlite'; readonly file: string };

/** An event store may also be a server that several processes share. */
export type EventStoreUrl = StoreUrl | EsdbUrl;

/** Where a national system is; `{state}` in the place stands for the state. */
export type NationalSystemUrl = { readonly kind: 'http' | 'folder'; readonly place: string };

export const text = (about: About & Pick<Setting<string>, 'holds'>): Setting<string> => ({
  ...about,
  read: (given) => (given === '' ? undefined : given),
});

export const matching = (
  pattern: RegExp,
  about: About & Pick<Setting<string>, 'holds'>,
): Setting<string> => ({ ...about, read: (given) => (pattern.test(given) ? given : undefined) });

export const oneOf = <const Value extends string>(
  values: readonly Value[],
  about: About,
): Setting<Value> => ({
  ...about,
  holds: `one of ${values.join(', ')}`,
  read: (given) => values.find((value) => value === given),
});

/** Some states, or `all`. */
export const states = (about: About): Setting<'all' | readonly string[]> => ({
  ...about,
  holds: 'all, or states in two capital letters each (ISO 3166-1), for example KG,RU',
  read: (given) => {
    if (given === 'all') return given;
    const named = given.split(',');
    const isSound = named.every((state) => /^[A-Z]{2}$/.test(state));
    return isSound && new Set(named).size === named.length ? named : undefined;
  },
});

export const wholeNumber = (least: number, most: number, about: About): Setting<number> => ({
  ...about,
  holds: `a whole number from ${least} to ${most}`,
  read: (given) => {
    const number = /^\d{1,15}$/.test(given) ? Number(given) : NaN;
    return number >= least && number <= most ? number : undefined;
  },
});

/** `https://hub.example`, in the one form that signatures cover: lower case, no path, no default port. */
export const origin = (about: About): Setting<string> => ({
  ...about,
  holds: 'an http or https origin without a path, for example https://hub.example',
  read: (given) => (webUrl(given)?.origin === given ? given : undefined),
});

export const nationalSystemUrl = (about: About): Setting<NationalSystemUrl> => ({
  ...about,
  holds: 'an http or https URL, or file: and the path of a folder',
  read: (given) => {
    const folder = /^file:(?!\/\/)(.+)$/.exec(given)?.[1];
    if (folder !== undefined) return { kind: 'folder', place: folder };
    return webUrl(given) && { kind: 'http', place: given };
  },
});

/** Where messages wait for the country adapters. */
export type FanOutUrl = StoreUrl | KafkaUrl;

export const fanOutUrl = (about: About): Setting<FanOutUrl> => {
  const sqlite = storeUrl(about);
  return {
    ...about,
    holds: `${sqlite.holds}, or the brokers of Kafka, for example kafka://b1:9092,b2:9092`,
    read: (given) => sqlite.read(given) ?? readKafkaUrl(given),
  };
};

export const storeUrl = (about: About): Setting<StoreUrl> => ({
  ...about,
  holds: 'sqlite: and the path of a file, for example sqlite:data/store.db',
  read: (given) => {
    const file = /^sqlite:(?!\/\/)(.+)$/.exec(given)?.[1];
    return file === undefined ? undefined : { kind: 'sqlite', file };
  },
});

export const eventStoreUrl = (about: About): Setting<EventStoreUrl> => {
  const embedded = storeUrl(about);
  return {
    ...embedded,
    holds: `${embedded.holds}, or the connection string of an EventStoreDB, for example esdb://hub:password@db-1:2113,db-2:2113?tlsCaFile=ca.pem`,
    read: (given) => embedded.read(given) ?? esdbUrl(given),
  };
};

export const passphrase = (least: number, about: About): Setting<string> => ({
  ...about,
  secret: true,
  holds: `at least ${least} characters`,
  read: (given) => (given.length >= least ? given : undefined),
});

export const secretBytes = (least: number, about: About): Setting<Buffer> => ({
  ...about,
  secret: true,
  holds: `at least ${least} random bytes, base64url without padding`,
  read: (given) => {
    const bytes = Buffer.from(given, 'base64url');
    return bytes.length >= least && bytes.toString('base64url') === given ? bytes : undefined;
  },
});

function webUrl(given: string): URL | undefined {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}
