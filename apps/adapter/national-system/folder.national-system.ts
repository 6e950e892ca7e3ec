import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UpstreamError, type JsonObject } from '#kernel';
import { isObject } from '#signing';
import { NationalSystem, type NationalOutcome } from './national-system.ts';

/**
 * A folder that a national system, or a person, picks documents up from: `<issuer>_<id>/<key>.json` for each document
 * of a record. A notice of erasure takes the folders of its records away. For documents in the hub's own words
 * (`canonicalDocument`).
 */
export class FolderNationalSystem extends NationalSystem {
  readonly #folder: string;

  constructor(folder: string) {
    super();
    this.#folder = folder;
  }

  async deliver(key: string, document: JsonObject): Promise<NationalOutcome> {
    try {
      const erased = recordsIn(document['facts']);
      if (erased.length > 0) return await this.#erase(erased);
      await this.#keep(folderOf(document['record']), fileOf(key), document);
      return { outcome: 'DELIVERED' };
    } catch (cause) {
      if (cause instanceof UpstreamError) throw cause;
      throw new UpstreamError('UPSTREAM_UNAVAILABLE', 'the folder cannot be written', { cause });
    }
  }

  close(): void {}

  async #erase(records: readonly string[]): Promise<NationalOutcome> {
    for (const record of records)
      await rm(join(this.#folder, record), { recursive: true, force: true });
    return { outcome: 'ERASED' };
  }

  /** Whole and durable under its name, or not there; the same key again writes the same. */
  async #keep(record: string, name: string, document: JsonObject): Promise<void> {
    const folder = join(this.#folder, record);
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).includes(name)) return;
    const draft = join(folder, `.${name}`);
    const file = await open(draft, 'w', 0o600);
    await file.writeFile(`${JSON.stringify(document, undefined, 2)}\n`);
    await file.sync();
    await file.close();
    await rename(draft, join(folder, name));
    const directory = await open(folder);
    await directory.sync();
    await directory.close();
  }
}

const NAME = /^[A-Za-z0-9.-]{1,80}$/;

function recordsIn(facts: unknown): readonly string[] {
  const records = isObject(facts) ? facts['records'] : undefined;
  return Array.isArray(records) ? records.map(folderOf) : [];
}

/** Issuer and id were checked before; nothing else may become a path. */
function folderOf(record: unknown): string {
  const { issuer, id } = (isObject(record) ? record : {}) as { issuer?: unknown; id?: unknown };
  const fits = [issuer, id].every((part) => typeof part === 'string' && NAME.test(part));
  if (!fits) throw new UpstreamError('UPSTREAM_REFUSED', 'a document of no record');
  return `${issuer as string}_${id as string}`;
}

const fileOf = (key: string): string => `${key.replaceAll(':', '_')}.json`;
