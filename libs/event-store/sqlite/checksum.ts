import { crc32 } from 'node:zlib';
import type { EventToAppend } from '../event-store.ts';

/** What of an event's row its checksum covers. */
export type Summed = EventToAppend & { readonly stream: string; readonly revision: number };

/**
 * Stands beside an event since it was written: any one bit of it that turns over gives another, and so do any within 32 bits
 * of each other. It says that the disk gives back what it was given. Whoever changes an event on purpose changes it
 * too: that is what the log is for.
 */
export const checksumOf = ({ stream, revision, id, type, metadata, data }: Summed): number =>
  crc32(`${stream}\0${revision}\0${id}\0${type}\0${metadata}\0${data}`);
