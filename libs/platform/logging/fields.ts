import { ERROR_CODES } from '#kernel';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const DIGEST = /^[A-Za-z0-9_-]{43}$/;
const PARTICIPANT = /^[A-Z]{2}(\.[A-Z][A-Z0-9]{0,15}){0,3}$/;
const NAME_IN_THE_CODE = /^[A-Za-z][A-Za-z-]{0,39}$/;

const shaped = (shape: RegExp) => (value: unknown) =>
  typeof value === 'string' && shape.test(value);
const upTo = (most: number) => (value: unknown) =>
  typeof value === 'number' && value >= 0 && value <= most;

/**
 * All that a log line may hold beside its message, and the shape of each. What has another shape is
 * withheld, so that no name, number or text of a person's record gets into a log by any way.
 */
export const FIELDS = {
  /** An authority, an agency, or a state's root: `KG.MOH`. */
  participant: shaped(PARTICIPANT),
  authority: shaped(PARTICIPANT),
  state: shaped(/^[A-Z]{2}$/),
  /** An RFC 7638 thumbprint. */
  kid: shaped(DIGEST),
  event: shaped(UUID),
  /** An event's type: `CertificateIssued`. */
  type: shaped(NAME_IN_THE_CODE),
  /** What a client was told to name when it reports a failure. */
  traceId: shaped(UUID),
  code: (value: unknown) => typeof value === 'string' && Object.hasOwn(ERROR_CODES, value),
  /** A broker's own name for what went wrong: `NOT_LEADER_FOR_PARTITION`. */
  brokerError: shaped(/^[A-Z][A-Z_]{2,60}$/),
  /** The route's pattern, `/v1/contracts/:contract`; never a path that was asked for. */
  route: shaped(/^\/[a-z0-9/:.-]{0,120}$/i),
  method: shaped(/^[A-Z]{3,7}$/),
  status: upTo(599),
  /** The address that a process listens on. */
  origin: shaped(/^https?:\/\/[a-z0-9.-]{1,100}(:\d{1,5})?$/),
  version: shaped(/^\d+\.\d+\.\d+$/),
  /** A part of the process: `backfill`, `event-store`. */
  part: shaped(NAME_IN_THE_CODE),
  process: shaped(NAME_IN_THE_CODE),
  count: upTo(100_000_000),
  milliseconds: upTo(100_000_000),
} satisfies Record<string, (value: unknown) => boolean>;

export type Field = keyof typeof FIELDS;
type Numeric = 'status' | 'count' | 'milliseconds';
export type Fields = { readonly [Name in Field]?: Name extends Numeric ? number : string };

export const WITHHELD = '(withheld)';

/** The fields as they may be written. */
export function permitted(fields: Fields): Record<string, unknown> {
  const written: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || !Object.hasOwn(FIELDS, name)) continue;
    written[name] = FIELDS[name as Field](value) ? value : WITHHELD;
  }
  return written;
}

/** Most frames of a stack that are written. */
const FRAMES = 12;

/** What may be written of an error: never its message, which may quote what came in. */
export function permittedError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const { name, cause } = error;
  const code: unknown = Reflect.get(error, 'code');
  return {
    error: NAME_IN_THE_CODE.test(name) ? name : WITHHELD,
    ...(code !== undefined && { errorCode: isErrorCode(code) ? code : WITHHELD }),
    stack: framesOf(error),
    ...(cause !== undefined && { cause: permittedError(cause) }),
  };
}

/** A stack starts with the message, whose own lines may look like frames. */
function framesOf({ message, stack = '' }: Error): string[] {
  const start = stack.indexOf(message);
  if (start < 0) return [];
  return stack
    .slice(start + message.length)
    .split('\n')
    .filter((line) => /^ {4}at [\x20-\x7e]+:\d+:\d+\)?$/.test(line))
    .slice(0, FRAMES)
    .map((line) => line.trim());
}

/** Ours and Node's: `STORE_BEHIND`, `ECONNREFUSED`, `ERR_SQLITE_ERROR`. */
const isErrorCode = (code: unknown): boolean =>
  typeof code === 'string' &&
  (Object.hasOwn(ERROR_CODES, code) || /^(ERR_|E)[A-Z_0-9]{2,40}$/.test(code));
