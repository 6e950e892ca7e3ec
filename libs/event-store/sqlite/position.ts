import { WireError } from '#kernel';
import type { Position } from '../event-store.ts';

/** Digits of Number.MAX_SAFE_INTEGER; one width, so that positions order as text like their numbers. */
const WIDTH = 16;

/** Row numbers start at 1: every event is after this. */
export const START = 0;

export const toPosition = (row: number): Position => String(row).padStart(WIDTH, '0');

export function toRow(position: Position | 'start'): number {
  if (position === 'start') return START;
  const row = Number(position);
  if (position.length !== WIDTH || !Number.isSafeInteger(row) || row < START)
    throw new WireError('WIRE_SCHEMA_MISMATCH', 'not a position of this store');
  return row;
}
