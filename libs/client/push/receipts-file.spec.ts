import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PushOutcome } from './push-line.ts';
import { ReceiptsFile } from './receipts-file.ts';

const HUB = 'https://hub.example';

const accepted = (digest: string): PushOutcome => ({
  line: 1,
  status: 201,
  record: { issuer: 'KG.MOH', id: `id-${digest}`, digest },
  receipt: `receipt of ${digest}`,
  position: '7',
});
const refused: PushOutcome = {
  line: 2,
  status: 422,
  record: { issuer: 'KG.MOH', id: 'id-x', digest: 'x' },
  problem: { type: '', title: '', status: 422, code: 'RULE_NO_CONTRACT' },
};

describe('a file of receipts', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'receipts-'));
    path = join(folder, 'x.receipts.ndjson');
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function keep(...outcomes: readonly PushOutcome[]) {
    const file = await ReceiptsFile.open(path);
    await file.keep(HUB, outcomes);
    await file.close();
  }

  async function kept(digest: string, hub = HUB) {
    const file = await ReceiptsFile.open(path);
    await file.close();
    return file.of(hub, digest);
  }

  test('gives back what a hub gave, record by record', async () => {
    await keep(accepted('a'));
    await keep(accepted('b'));
    expect(await kept('a')).toEqual({
      issuer: 'KG.MOH',
      id: 'id-a',
      digest: 'a',
      hub: HUB,
      receipt: 'receipt of a',
      position: '7',
    });
    expect((await kept('b'))?.receipt).toBe('receipt of b');
  });

  test('has nothing for another hub, or another record', async () => {
    await keep(accepted('a'));
    expect(await kept('a', 'https://other.example')).toBeUndefined();
    expect(await kept('b')).toBeUndefined();
  });

  test('holds no refusal: that line is sent again', async () => {
    await keep(refused);
    expect(await readFile(path, 'utf8')).toBe('');
  });

  test('loses a line that a crash tore, and nothing else', async () => {
    await keep(accepted('a'));
    const whole = await readFile(path, 'utf8');
    await appendFile(path, whole.slice(0, 40));
    await keep(accepted('b'));
    expect(await kept('a')).toBeDefined();
    expect(await kept('b')).toBeDefined();
    expect((await readFile(path, 'utf8')).startsWith(whole)).toBe(true);
  });

  test('passes over what is no receipt', async () => {
    await appendFile(path, 'something\n{"digest":"a"}\n');
    await keep(accepted('b'));
    expect(await kept('a')).toBeUndefined();
    expect(await kept('b')).toBeDefined();
  });

  test('is for its owner only', async () => {
    await keep(accepted('a'));
    expect((await stat(path)).mode & 0o077).toBe(0);
  });
});
