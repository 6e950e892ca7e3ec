import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleCertificate } from '#testing';
import { claimsIn } from './claims.ts';
import type { Io } from './io.ts';

const io = { now: () => '2026-11-20T09:00:00.000Z' } as Io; // Only the time is asked for.
const good = sampleCertificate({ issuedOn: '2026-11-20' });

describe('the certificates that a file states', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'claims-'))));
  afterEach(() => rm(folder, { recursive: true }));

  async function read(...lines: readonly string[]) {
    const file = join(folder, 'claims.ndjson');
    await writeFile(file, lines.join('\n'));
    const found = [];
    for await (const one of claimsIn(file, io))
      found.push('fault' in one ? `${one.line} ${one.fault}` : `${one.line} good`);
    return found;
  }

  test('are told apart line by line, each fault with its place and nothing of the person', async () => {
    const { consent: _, ...lacking } = good;
    const late = { ...good, issuedOn: '2026-11-21' };
    expect(
      await read(
        JSON.stringify(good),
        JSON.stringify(lacking),
        JSON.stringify(late),
        '{"a":',
        '[]',
      ),
    ).toEqual([
      '1 good',
      '2 The content does not fit its schema: a claim is missing at /consent (WIRE_SCHEMA_MISMATCH).',
      '3 The dates of the record contradict each other: /issuedOn is out of order at /issuedOn (RULE_RECORD_DATES).',
      '4 The input is not JSON: the text does not parse (WIRE_NOT_JSON).',
      '5 The input is not JSON: the text is not an object (WIRE_NOT_JSON).',
    ]);
  });

  test('name a member once', async () =>
    expect(await read('{"number":1,"number":2}')).toEqual([
      '1 A JSON object names a member twice: an object names a member twice (WIRE_DUPLICATE_MEMBER).',
    ]));
});
