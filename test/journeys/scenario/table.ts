import { styleText } from 'node:util';
import { isAsTold, type Step } from './story.ts';

const WHO = 16;
const WHAT = 62;

export const header = (act: string): string => `\n${styleText('bold', act)}`;

/** `✓ KG.MOH   pushes a certificate   201`; a step that went otherwise says what was expected. */
export function row(step: Step): string {
  const { who, what, seen, expected } = step;
  const line = `${who.padEnd(WHO)} ${what.padEnd(WHAT)} ${seen}`;
  return isAsTold(step)
    ? ` ${styleText('green', '✓')} ${line}`
    : ` ${styleText('red', '✗')} ${line}   (expected ${expected})`;
}

export const summary = (steps: number, failed: number, seconds: number): string =>
  `\n${steps - failed} of ${steps} steps came out as told, in ${seconds.toFixed(1)} s.`;
