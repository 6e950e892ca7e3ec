import { StoreError } from '#kernel';

/** Milliseconds that anything asked of the brokers may take, and the joining of a group, which waits for its members. */
const PATIENCE = 15_000;
export const JOINING = 30_000;

/**
 * As `work`, or STORE_UNAVAILABLE when it takes too long. A broker that takes connections and answers nothing is asked
 * by the client again and again, for minutes, also when another one has its place: whoever asks anew, with another
 * client, finds that one.
 */
export async function within<Result>(
  work: Promise<Result>,
  what: string,
  patience = PATIENCE,
): Promise<Result> {
  const late = Promise.withResolvers<never>();
  const error = new StoreError('STORE_UNAVAILABLE', `${what} takes too long`);
  const timer = setTimeout(() => late.reject(error), patience);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {}); // Nobody waits for it any more.
  }
}
