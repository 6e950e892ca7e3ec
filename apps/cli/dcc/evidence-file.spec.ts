import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCredential, resolve, verifyCredential } from '#credentials';
import { generateKey, publicHalf, type SigningKey } from '#signing';
import { sampleLine } from './dcc.samples.ts';
import { EvidenceFile } from './evidence-file.ts';
import { importDcc } from './import-dcc.ts';

const AT = '2026-11-24T00:00:00.000Z';
const key = generateKey('KG.MOH', 'record');
const line = sampleLine();
const imported = importDcc(line, AT);
if (imported.outcome !== 'mapped' || !('hcert' in line)) throw new Error('the sample is mapped');
const { hcert } = line;
const { claims } = imported;

describe('a file of evidence', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evidence-'));
    path = join(folder, 'x.evidence.ndjson');
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function recordOf(document = hcert, by: SigningKey = key): Promise<string> {
    const file = await EvidenceFile.open(path, by);
    try {
      return await file.recordOf(document, claims, AT);
    } finally {
      await file.close();
    }
  }

  test('holds what the ministry signed', async () => {
    const record = await recordOf();
    const parsed = parseCredential(record);
    verifyCredential(parsed, publicHalf(key));
    expect(resolve(parsed).claims).toMatchObject({ iss: 'KG.MOH', ...claims });
    expect(await readFile(path, 'utf8')).toContain(record);
  });

  test('gives the same record for the same document, in a later run too', async () =>
    expect(await recordOf()).toBe(await recordOf()));

  test('gives another record for another document', async () =>
    expect(await recordOf('HC1:OTHER')).not.toBe(await recordOf()));

  test('gives another ministry a record of its own', async () => {
    const first = await recordOf();
    const other = await recordOf(hcert, generateKey('KZ.MOH', 'record'));
    expect(parseCredential(other).payload.iss).toBe('KZ.MOH');
    expect(await recordOf()).toBe(first);
  });

  test('signs anew what a crash tore', async () => {
    const first = await recordOf();
    const text = await readFile(path, 'utf8');
    await rm(path);
    await appendFile(path, text.slice(0, -20));
    expect(await recordOf()).not.toBe(first);
    expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(2);
  });
});
