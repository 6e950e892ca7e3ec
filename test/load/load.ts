import { writeFile, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { packRequests } from './prepared-requests.ts';
import { runToEnd } from './child.ts';

export type LoadOptions = {
  readonly port: number;
  readonly file: string;
  readonly connections: number;
  /** Requests that go before those that are measured. */
  readonly warmUp: number;
  /** Requests begun a second, at most; default as fast as they are answered. */
  readonly pace?: number;
  /** How many are sent; default all that are prepared, once. */
  readonly total?: number;
};

export type LoadResult = {
  readonly seconds: number;
  /** Answers a second. */
  readonly rate: number;
  /** Milliseconds from sending a request to its whole answer. */
  readonly p50: number;
  readonly p99: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Milliseconds of processor time of the generator itself. */
  readonly processor: number;
  /** Lines of NDJSON in all answers. */
  readonly lines: number;
  /** The first answer that was a refusal. */
  readonly unexpected?: string;
};

/** Sends prepared requests from a process of its own. @throws Error if any was refused */
export async function load(
  folder: string,
  requests: Iterable<Buffer>,
  options: Omit<LoadOptions, 'file'>,
): Promise<LoadResult> {
  const file = join(folder, `${randomUUID()}.requests`);
  await writeFile(file, packRequests(requests));
  try {
    const output = await runToEnd(
      './processes/generator.process',
      JSON.stringify({ ...options, file }),
    );
    const result = JSON.parse(output) as LoadResult;
    if (result.unexpected !== undefined)
      throw new Error(`refused ${JSON.stringify(result.statuses)}: ${result.unexpected}`);
    return result;
  } finally {
    await rm(file);
  }
}
