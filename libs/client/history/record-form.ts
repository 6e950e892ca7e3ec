import { StoreError, type JsonObject } from '#kernel';
import { UUID } from './read-event.ts';
import { textIn } from './text-in.ts';

/** Nonce and tag around steps of 2 KiB (architecture §7): not even the number of disclosures shows. */
const SEALED_MORE = 12 + 16;
const SEALED_STEP = 2048;

/** What is sealed, if it can be that: no key at hand opens it. @throws StoreError `STORE_CORRUPT` */
export function sealedIn(data: JsonObject): string {
  const sealed = textIn(data, 'sealed');
  const bytes = Buffer.from(sealed, 'base64url');
  const steps = (bytes.length - SEALED_MORE) / SEALED_STEP;
  if (Number.isInteger(steps) && steps > 0 && bytes.toString('base64url') === sealed) return sealed;
  throw new StoreError('STORE_CORRUPT', 'sealed bytes of a length that nobody seals');
}

/** The worker's random id. @throws StoreError `STORE_CORRUPT` */
export function subjectIn(data: JsonObject): string {
  const subject = textIn(data, 'subject');
  if (UUID.test(subject)) return subject;
  throw new StoreError('STORE_CORRUPT', 'a subject that nobody drew');
}
