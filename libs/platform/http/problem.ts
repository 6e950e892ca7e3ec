import { randomUUID } from 'node:crypto';
import { ERROR_CODES, HubError } from '#kernel';
import { statusOf } from './status.ts';

/** What a refused client reads: problem details (RFC 9457) with a stable code and what to do. */
export type Problem = {
  /** `/problems/` and the code; docs/errors.md explains each. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  /** Made from the code and the facts; never an error's message. */
  readonly detail?: string;
  /** RFC 6901 pointer of the member at fault, in what the client sent. */
  readonly pointer?: string;
  readonly remedy?: string;
  /** Names this one failure in the hub's log; only where the fault is the hub's. */
  readonly traceId?: string;
};

/** Seconds after which a repetition may succeed, where the error does not say. */
const RETRY_AFTER = 5;

/** The problem of any error. One that nobody foresaw says nothing but the id under which to log it. */
export function problemOf(error: unknown): Problem {
  const status = error instanceof HubError ? statusOf(error.code) : undefined;
  if (status === undefined) return internalProblem();
  const { code, pointer, facts } = error as HubError;
  const [title, remedy] = ERROR_CODES[code];
  return {
    type: `/problems/${code}`,
    title,
    status,
    code,
    detail: `${title}${inBrackets(facts)}.`,
    ...(pointer !== undefined && { pointer: shown(pointer) }),
    remedy,
  };
}

/** A pointer as far as it is made of plain names: a member that nobody knows may be called anything. */
const shown = (pointer: string): string => /^(\/[A-Za-z0-9_.~-]{1,40}(?![^/]))*/.exec(pointer)![0];

/** The header fields that belong to the problem's status. */
export function headersOf(problem: Problem, error: unknown): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'application/problem+json',
    // Also where what was asked for may be kept: a refusal may be over in a moment.
    'cache-control': 'no-store',
  };
  if (problem.status === 401) headers['www-authenticate'] = 'Signature';
  if (/^(STORE_|RULE_QUOTA$)/.test(problem.code)) {
    const seconds = error instanceof HubError ? error.facts['retryAfter'] : undefined;
    headers['retry-after'] = String(seconds ?? RETRY_AFTER);
  }
  return headers;
}

const internalProblem = (): Problem => ({
  type: 'about:blank',
  title: 'The hub failed',
  status: 500,
  code: 'INTERNAL',
  traceId: randomUUID(),
});

function inBrackets(facts: HubError['facts']): string {
  const told = Object.entries(facts).map(([name, value]) => `${name}: ${value}`);
  return told.length === 0 ? '' : ` (${told.join(', ')})`;
}
