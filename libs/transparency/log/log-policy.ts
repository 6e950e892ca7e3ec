import { WireError } from '#kernel';
import { parseVkey, type NoteKey } from './note.ts';

/** A witness that a policy names, and where it is asked. */
export type PolicyWitness = { readonly key: NoteKey; readonly url?: string };

/** Who vouches for logs, and how many of them must. */
export type WitnessPolicy = {
  readonly logs: readonly NoteKey[];
  readonly witnesses: readonly PolicyWitness[];
  readonly quorum: number;
};

/** Policies with more lines are refused. */
const MOST_LINES = 1_000;

type Group = { readonly members: readonly string[]; readonly least: number };

/**
 * Reads a policy as C2SP tlog-policy writes it, whose quorum is so many of its witnesses: `none`, one, or one group. Of
 * groups of groups nobody can say at a glance how many dishonest witnesses they bear, so they are refused.
 * @throws WireError WIRE_LOG_NOTE, naming the line
 */
export function parseLogPolicy(text: string): WitnessPolicy {
  const lines = text.split('\n');
  if (lines.length > MOST_LINES || [...text].some(isControl)) throw unreadable('not a log policy');
  const logs: NoteKey[] = [];
  const witnesses = new Map<string, PolicyWitness>();
  const groups = new Map<string, Group>();
  const quorums: string[] = [];
  for (const [at, line] of lines.entries()) {
    const [keyword, ...words] = line.split(/[ \t]+/).filter(Boolean);
    if (keyword === undefined || keyword.startsWith('#')) continue;
    const read = READ[keyword];
    if (!read?.(words, { logs, witnesses, groups, quorums }))
      throw unreadable(`line ${at + 1} of the log policy`);
  }
  const [name, ...more] = quorums;
  if (name === undefined || more.length > 0) throw unreadable('a log policy has one quorum');
  return { logs, ...quorumOf(name, witnesses, groups) };
}

type Read = {
  readonly logs: NoteKey[];
  readonly witnesses: Map<string, PolicyWitness>;
  readonly groups: Map<string, Group>;
  readonly quorums: string[];
};

/** Each takes a line in, or says that it cannot. */
const READ: Readonly<Record<string, (words: readonly string[], read: Read) => boolean>> = {
  log([vkey = '', , ...more], { logs }) {
    const key = keyOf(vkey, 'log');
    if (!key || more.length > 0 || logs.some((one) => isSame(one, key))) return false;
    return logs.push(key) > 0;
  },

  witness([name = '', vkey = '', url, ...more], { witnesses, groups }) {
    const key = keyOf(vkey, 'witness');
    const isKnown = [...witnesses.values()].some((one) => key && isSame(one.key, key));
    const isFree = name !== 'none' && !witnesses.has(name) && !groups.has(name);
    if (!key || isKnown || !isFree || more.length > 0) return false;
    if (url !== undefined && !/^https?:\/\/[^?#]+$/.test(url)) return false;
    return witnesses.set(name, { key, ...(url !== undefined && { url }) }).size > 0;
  },

  group([name = '', least = '', ...members], { witnesses, groups }) {
    const k = least === 'any' ? 1 : least === 'all' ? members.length : Number(least);
    const isFree = name !== 'none' && !witnesses.has(name) && !groups.has(name);
    const elsewhere = new Set([...groups.values()].flatMap((one) => one.members));
    const isSound =
      /^(any|all|[1-9]\d{0,2})$/.test(least) &&
      new Set(members).size === members.length &&
      members.every((member) => witnesses.has(member) && !elsewhere.has(member));
    if (!isFree || !isSound || k > members.length || members.length === 0) return false;
    return groups.set(name, { members, least: k }).size > 0;
  },

  quorum([name = '', ...more], { witnesses, groups, quorums }) {
    const isKnown = name === 'none' || witnesses.has(name) || groups.has(name);
    return isKnown && more.length === 0 && quorums.push(name) > 0;
  },
};

/** Only those whose word counts are witnesses of the policy. */
function quorumOf(
  name: string,
  witnesses: ReadonlyMap<string, PolicyWitness>,
  groups: ReadonlyMap<string, Group>,
): Omit<WitnessPolicy, 'logs'> {
  if (name === 'none') return { witnesses: [], quorum: 0 };
  const { members, least } = groups.get(name) ?? { members: [name], least: 1 };
  return { witnesses: members.map((member) => witnesses.get(member)!), quorum: least };
}

function keyOf(vkey: string, kind: NoteKey['kind']): NoteKey | undefined {
  const key = parseVkey(vkey);
  return key.kind === kind ? key : undefined;
}

const isSame = (one: NoteKey, other: NoteKey): boolean => one.key.kid === other.key.kid;

/** Tabs and newlines are the only ones with a place in a policy. */
const isControl = (sign: string): boolean =>
  (sign < ' ' && sign !== '\n' && sign !== '\t') || sign === '\u007f';

const unreadable = (reason: string) => new WireError('WIRE_LOG_NOTE', reason);
