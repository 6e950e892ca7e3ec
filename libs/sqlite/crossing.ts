import {
  ConcurrentWrite,
  HubError,
  RuleBroken,
  StoreError,
  TrustError,
  UpstreamError,
  WireError,
  type ErrorCode,
} from '#kernel';

/** One call of an operation. */
export type Call = readonly [id: number, database: number, operation: string, args: unknown[]];

/** What is asked of the thread besides calls; done alone, after all that was asked before it. */
export type Control =
  | {
      readonly kind: 'open';
      readonly database: number;
      readonly file: string;
      readonly module: string;
    }
  | { readonly kind: 'checkpoint' | 'close'; readonly database: number };

/** A message to the writer thread. */
export type Request =
  | { readonly kind: 'calls'; readonly calls: readonly Call[] }
  | { readonly kind: 'control'; readonly id: number; readonly control: Control };

/** The answer to the request of that id; answers of one commit travel together. */
export type Reply =
  | readonly [id: number, done: true, value: unknown]
  | readonly [id: number, done: false, failure: Failure];

/** An error on its way between threads: a coded one by its parts, any other as structured clone makes it. */
export type Failure = Coded | { readonly error: unknown };
type Coded = {
  readonly code: ErrorCode;
  readonly message: string;
  readonly pointer: string | undefined;
  readonly facts: Readonly<Record<string, string | number>>;
};

export function pack(error: unknown): Failure {
  if (!(error instanceof HubError)) return { error };
  const { code, message, pointer, facts } = error;
  return { code, message, pointer, facts };
}

const FAMILIES = {
  WIRE: WireError,
  TRUST: TrustError,
  LICENCE: TrustError,
  RULE: RuleBroken,
  STORE: StoreError,
  UPSTREAM: UpstreamError,
} as const;

export function unpack(failure: Failure): unknown {
  if ('error' in failure) return failure.error;
  const { code, message, pointer, facts } = failure;
  const place = pointer === undefined ? { facts } : { facts, pointer };
  if (code === 'STORE_CONCURRENT_WRITE') return new ConcurrentWrite(message, place);
  const family = code.slice(0, code.indexOf('_')) as keyof typeof FAMILIES;
  return new FAMILIES[family](code, message, place);
}

/**
 * The same value with every byte array alone in its buffer: structured clone copies the whole backing buffer of a
 * view, and Node's Buffers are views of shared slabs or of whole request bodies.
 */
export function compact(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value)) {
    if (!(value instanceof Uint8Array) || value.byteLength === value.buffer.byteLength)
      return value;
    return Uint8Array.prototype.slice.call(value);
  }
  if (Array.isArray(value)) return value.map(compact);
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, compact(member)]));
}
