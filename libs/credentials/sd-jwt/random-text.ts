import { randomFillSync } from 'node:crypto';

/** Drawing from the system costs more than the bytes do, so they are drawn in pages; each is handed out once. */
const page = Buffer.alloc(4096);
let used = page.length;

/** `bytes` fresh random bytes as base64url. */
export function randomText(bytes: number): string {
  if (used + bytes > page.length) {
    randomFillSync(page);
    used = 0;
  }
  used += bytes;
  return page.toString('base64url', used - bytes, used);
}
