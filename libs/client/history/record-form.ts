import { StoreError, type JsonObject } from '#kernel';
import { UUID } from './read-event.ts';
import { textIn } from './text-in.ts';

/** Nonce and tag around steps of 2 KiB (architecture §7): not even the number of disclosures shows. */
const SEALED_MORE = 12 + 16;
const SEALED_STEP = 2048;

/** Sealed bytes are decoded here to be counted, and never read. */
const page = Buffer.alloc(1024 * 1024);
/** Last characters whose unused bits are zero, by how many are left over from whole groups of four. */
const LAST = ['', '', 'AQgw', 'AEIMQUYcgkosw048'] as const;

/** What is sealed, if it can be that: no key at hand opens it. @throws StoreError `STORE_CORRUPT` */
export function sealedIn(data: JsonObject): string {
  const sealed = textIn(data, 'sealed');
  const bytes = page.write(sealed, 'base64url');
  const steps = (bytes - SEALED_MORE) / SEALED_STEP;
  const rest = sealed.length % 4;
  const isWhole = bytes === (sealed.length * 3) >> 2 && rest !== 1;
  const isCanonical = rest === 0 || LAST[rest]!.includes(sealed.at(-1)!);
  if (isWhole && isCanonical && Number.isInteger(steps) && steps > 0) return sealed;
  throw new StoreError('STORE_CORRUPT', 'sealed bytes that nobody seals');
}

/** The worker's random id. @throws StoreError `STORE_CORRUPT` */
export function subjectIn(data: JsonObject): string {
  const subject = textIn(data, 'subject');
  if (UUID.test(subject)) return subject;
  throw new StoreError('STORE_CORRUPT', 'a subject that nobody drew');
}
