import { randomUUID } from 'node:crypto';
import type { Chance } from '../chance.ts';
import { renumbered, type StoredRow } from './stored-events.ts';

type Rows = readonly StoredRow[];

export type Mutated = {
  readonly rows: Rows;
  /** Ids of the events that it was done to: one of them must be named. */
  readonly events: readonly string[];
  /** What was done, for a person. */
  readonly what: string;
};

type Mutate = (rows: Rows, chance: Chance) => Mutated;

/** What somebody may do to a store who can write to its file: each once in a while, at random. */
export const MUTATIONS: Readonly<Record<string, Mutate>> = {
  'a byte of data': (rows, chance) => editedByte(rows, chance, 'data'),
  'a byte of metadata': (rows, chance) => editedByte(rows, chance, 'metadata'),
  'a bit of data': (rows, chance) => flippedBit(rows, chance, 'data'),
  'a bit of metadata': (rows, chance) => flippedBit(rows, chance, 'metadata'),

  'a name': (rows, chance) => {
    const { at, row } = any(rows, chance);
    const part = chance.of(['id', 'type', 'stream'] as const);
    const place = chance.between(0, row[part].length - 1);
    const sign = chance.of([...'0123456789abcdef'].filter((one) => one !== row[part][place]));
    const name = row[part].slice(0, place) + sign + row[part].slice(place + 1);
    const changed = rows.with(at, { ...row, [part]: name });
    // A stream of its own begins at 0; so that only the name is wrong, where that can be.
    const kept = part === 'stream' ? renumbered(changed) : changed;
    return { rows: kept, events: [row.id, kept[at]!.id], what: `${part} of ${named(row)}` };
  },

  deleted: (rows, chance) => {
    const { at, row } = any(rows, chance);
    const count = Math.min(chance.between(1, 3), rows.length - at);
    const left = rows.toSpliced(at, count);
    const events = rows.slice(at, at + count).map(({ id }) => id);
    // The attacker may hide the hole, or not.
    const kept = chance.draw() < 0.5 ? renumbered(left) : left;
    return { rows: kept, events, what: `${count} from ${named(row)}` };
  },

  inserted: (rows, chance) => {
    const { row } = any(rows, chance);
    const at = chance.between(0, rows.length);
    const id = randomUUID();
    return {
      rows: renumbered(rows.toSpliced(at, 0, { ...row, id })),
      events: [id],
      what: `again ${named(row)} at ${at}`,
    };
  },

  moved: (rows, chance) => {
    const { at, row } = any(rows, chance);
    const to = other(rows, chance, at);
    const moved = rows.toSpliced(at, 1).toSpliced(to, 0, row);
    const events = rows.slice(Math.min(at, to), Math.max(at, to) + 1).map(({ id }) => id);
    // In its stream it may stand where it stood, or where its place says.
    const left = chance.draw() < 0.5 ? renumbered(moved) : moved;
    return { rows: left, events, what: `${named(row)} from ${at} to ${to}` };
  },

  'two in each other’s place': (rows, chance) => {
    const { at, row } = any(rows, chance);
    const to = other(rows, chance, at);
    const swapped = rows.with(at, rows[to]!).with(to, row);
    const events = rows.slice(Math.min(at, to), Math.max(at, to) + 1).map(({ id }) => id);
    return { rows: swapped, events, what: `${at} and ${to}` };
  },

  'the events of two streams': (rows, chance) => {
    const { at, row } = any(rows, chance);
    const of = rows.flatMap(({ stream }, index) => (stream === row.stream ? [] : [index]));
    const to = chance.of(of);
    const another = rows[to]!;
    const { data, metadata } = row;
    const swapped = rows
      .with(at, { ...row, data: another.data, metadata: another.metadata })
      .with(to, { ...another, data, metadata });
    const events = [row.id, another.id];
    return { rows: swapped, events, what: `${named(row)} and ${named(another)}` };
  },

  'cut off': (rows, chance) => {
    // At least one leaf.
    const count = chance.between(rows.length - leavesOf(rows).at(-1)!, 20);
    const events = rows.slice(-count - 1).map(({ id }) => id);
    return { rows: rows.slice(0, -count), events, what: `the last ${count}` };
  },
};

function editedByte(rows: Rows, chance: Chance, part: 'data' | 'metadata'): Mutated {
  const { at, row } = any(rows, chance);
  const bytes = Buffer.from(row[part]);
  const place = chance.between(0, bytes.length - 1);
  // Mostly a letter or digit, as one would who wants to be believed.
  const signs = Buffer.from('0123456789ABCDEFabcdefXYZxyz_-{}":,');
  bytes[place] = chance.of([...signs].filter((one) => one !== bytes[place]));
  const what = `byte ${place} of the ${part} of ${named(row)}`;
  return { rows: rows.with(at, { ...row, [part]: bytes }), events: [row.id], what };
}

function flippedBit(rows: Rows, chance: Chance, part: 'data' | 'metadata'): Mutated {
  const { at, row } = any(rows, chance);
  const bytes = Buffer.from(row[part]);
  const bit = chance.between(0, bytes.length * 8 - 1);
  bytes[bit >> 3]! ^= 1 << (bit & 7);
  const what = `bit ${bit} of the ${part} of ${named(row)}`;
  return { rows: rows.with(at, { ...row, [part]: bytes }), events: [row.id], what };
}

/** Where the leaves of the log stand: the notary's own events are none. */
const leavesOf = (rows: Rows): readonly number[] =>
  rows.flatMap(({ stream }, at) => (stream.startsWith('notary-') ? [] : [at]));

function any(rows: Rows, chance: Chance) {
  // There are fewer of the log's own events: each second time one of them.
  const leaves = leavesOf(rows);
  const own = rows.flatMap((_, index) => (leaves.includes(index) ? [] : [index]));
  const at = chance.of(chance.draw() < 0.5 ? own : leaves);
  return { at, row: rows[at]! };
}

const other = (rows: Rows, chance: Chance, than: number): number =>
  chance.of(rows.flatMap((_, index) => (index === than ? [] : [index])));

const named = ({ stream, revision, type }: StoredRow): string => `${type} ${revision} of ${stream}`;
