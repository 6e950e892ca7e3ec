import { styleText } from 'node:util';
import { ERROR_CODES, type ErrorCode } from '#kernel';
import { isAsTold, type Step } from './story.ts';

const WHO = 18;
const WHAT = 68;

export const title = (): string =>
  styleText('dim', `   ${'Who'.padEnd(WHO)}${'What they do'.padEnd(WHAT)}What comes of it`);

export const header = (act: string): string => `\n${styleText('bold', act)}`;

/** `✓ KG.MOH   pushes a certificate   201`; a step that went otherwise says what was expected. */
export function row(step: Step): string {
  const { who, what, seen, expected } = step;
  const line = `${who.padEnd(WHO)}${what.padEnd(WHAT)}${inWords(seen)}`;
  return isAsTold(step)
    ? ` ${styleText('green', '✓')} ${line}`
    : ` ${styleText('red', '✗')} ${line}   (expected ${inWords(expected)})`;
}

/** A refusal by what its code means, in brackets the code. */
const inWords = (outcome: string): string =>
  Object.hasOwn(ERROR_CODES, outcome)
    ? `refused: ${ERROR_CODES[outcome as ErrorCode][0]} [${outcome}]`
    : outcome;

export const summary = (steps: number, failed: number, seconds: number): string =>
  `\n${steps - failed} of ${steps} steps came out as told, in ${seconds.toFixed(1)} s.`;
