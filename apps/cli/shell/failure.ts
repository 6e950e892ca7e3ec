import { ERROR_CODES, HubError, TrustError } from '#kernel';
import { HubRefusal, HubUnreachable, type Problem } from '#client';
import { BAD_INPUT, DEFECT, NO_HUB, REFUSED, type ExitCode } from './exit.ts';

/** The command was not given what it needs. The message is the sentence for the person who typed it. */
export class UsageError extends Error {}

export type Failure = { readonly exit: ExitCode; readonly sentence: string };

/** A sentence for whatever ended a command, never a stack; nothing in it is about a person. */
export function failureOf(error: unknown): Failure {
  if (error instanceof UsageError) return { exit: BAD_INPUT, sentence: error.message };
  if (error instanceof HubRefusal)
    return {
      exit: isBusy(error.problem) ? NO_HUB : REFUSED,
      sentence: `The hub refused: ${problemSentence(error.problem)}`,
    };
  if (error instanceof HubUnreachable)
    return {
      exit: NO_HUB,
      sentence: `There is ${error.message}. Nothing is known of what it did; repeating the same command is safe.`,
    };
  if (error instanceof HubError) return { exit: exitOf(error), sentence: sentenceOf(error) };
  const path = pathSentence(error);
  if (path !== undefined) return { exit: BAD_INPUT, sentence: path };
  const name = error instanceof Error ? error.name : typeof error;
  return {
    exit: DEFECT,
    sentence: `A defect of this program ended the command (${name}). With EURASEC_DEBUG=1 it says where.`,
  };
}

/** What the hub refused, why, where, and what to do. */
export const problemSentence = ({ title, detail, code, pointer, remedy }: Problem): string =>
  sentence((detail ?? title).replace(/\.$/, ''), pointer, code, remedy);

/** What was found here, before the hub saw it: what is wrong, and where. */
export const faultSentence = ({ code, message, pointer }: HubError): string =>
  sentence(`${ERROR_CODES[code][0]}: ${message}`, pointer, code);

const sentence = (what: string, pointer: string | undefined, code: string, remedy?: string) =>
  `${what}${pointer ? ` at ${pointer}` : ''} (${code}).${remedy ? ` ${remedy}` : ''}`;

export const isBusy = ({ status }: Problem): boolean => status === 503 || status === 429;

const exitOf = (error: HubError): ExitCode => (error instanceof TrustError ? REFUSED : BAD_INPUT);

function sentenceOf(error: HubError): string {
  const { code, facts } = error;
  const remedy = ERROR_CODES[code][1];
  const { file, reason } = facts;
  if (file && reason) return `${file} ${reason} (${code}). ${remedy}`;
  const told = Object.entries(facts).map(([name, value]) => ` ${name}: ${value}.`);
  return `${faultSentence(error)}${told.join('')} ${remedy}`;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  ENOTDIR: 'is not there',
  EACCES: 'may not be opened by this user',
  EPERM: 'may not be opened by this user',
  EISDIR: 'is a folder; a file is wanted',
  EEXIST: 'is there already and is not overwritten',
  ENOSPC: 'cannot be written: the disk is full',
  EROFS: 'cannot be written: the disk is read-only',
};

function pathSentence(error: unknown): string | undefined {
  const { code, path } = error as NodeJS.ErrnoException;
  const reason = code === undefined ? undefined : REASONS[code];
  return reason && path ? `${path} ${reason}.` : undefined;
}
