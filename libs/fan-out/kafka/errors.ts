import { HubError, StoreError } from '#kernel';

type ClientError = {
  readonly type?: string;
  readonly cause?: unknown;
  readonly originalError?: unknown;
};

/** The broker's name for what went wrong (`INVALID_PRODUCER_EPOCH`), however often the client wrapped it. */
export function brokerErrorOf(error: unknown): string | undefined {
  for (let each = error; typeof each === 'object' && each !== null;) {
    const { type, cause, originalError }: ClientError = each;
    if (type !== undefined) return type;
    each = cause ?? originalError;
  }
  return undefined;
}

/** Errors by which a broker says that another producer has this one's place, or that its time was up. */
const FENCED: readonly unknown[] = [
  'INVALID_PRODUCER_EPOCH',
  'PRODUCER_FENCED',
  'INVALID_PRODUCER_ID_MAPPING',
  'TRANSACTION_COORDINATOR_FENCED',
];

export const isFenced = (error: unknown): boolean => FENCED.includes(brokerErrorOf(error));

/** Our own errors as they are, the client's as a store that is away. */
export function unavailable(error: unknown): HubError {
  if (error instanceof HubError) return error;
  const what = brokerErrorOf(error) ?? (error instanceof Error ? error.message : String(error));
  return new StoreError('STORE_UNAVAILABLE', `Kafka: ${what}`, { cause: error });
}

/** For a report: our own code, and the broker's name for it. */
export function reasonOf(error: unknown): Readonly<Record<string, string>> {
  const brokerError = brokerErrorOf(error);
  return {
    code: error instanceof HubError ? error.code : 'STORE_UNAVAILABLE',
    ...(brokerError !== undefined && { brokerError }),
  };
}
