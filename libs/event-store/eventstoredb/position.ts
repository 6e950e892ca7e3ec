import { WireError } from '#kernel';
import type { Position } from '../event-store.ts';

/** A place in the server's log, as its messages name it: decimal numbers of at most 63 bits. */
export type LogPosition = { readonly commit: string; readonly prepare: string };

const FORM = /^[0-7][0-9a-f]{15}[0-7][0-9a-f]{15}$/;

/** Before every event: the server begins its log with records of its own. */
export const START: Position = '0'.repeat(32);

/** What the server puts where it knows no position (-1 as 64 bits without a sign). */
const UNKNOWN = String(2n ** 64n - 1n);

export const isKnown = ({ commit }: LogPosition): boolean => commit !== UNKNOWN;

/** Hexadecimal digits of one width, so that positions order as text like the server orders its own: commit, then prepare. */
export const toPosition = ({ commit, prepare }: LogPosition): Position =>
  hex(commit) + hex(prepare);

/** @throws WireError WIRE_SCHEMA_MISMATCH for a text that `toPosition` cannot have given */
export function checked(position: Position | 'start'): Position {
  if (position === 'start') return START;
  if (!FORM.test(position))
    throw new WireError('WIRE_SCHEMA_MISMATCH', 'not a position of this store');
  return position;
}

export const toLogPosition = (position: Position): LogPosition => ({
  commit: decimal(position.slice(0, 16)),
  prepare: decimal(position.slice(16)),
});

const hex = (digits: string): string => BigInt(digits).toString(16).padStart(16, '0');
const decimal = (digits: string): string => BigInt(`0x${digits}`).toString();
