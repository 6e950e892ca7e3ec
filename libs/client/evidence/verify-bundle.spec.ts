import { generateKey } from '#signing';
import { receiptsBy } from '../history/history.samples.ts';
import { wholeHistory } from '../history/whole-history.samples.ts';
import { PATHS, type BundleSources } from './bundle.ts';
import { aboutRecord, sourcesOf } from './evidence.samples.ts';
import { makeBundle } from './make-bundle.ts';
import { digestsOf, signManifest, type Manifest } from './manifest.ts';
import { PAGE } from './page/page.ts';
import { verifyBundle } from './verify-bundle.ts';
import { pack, unpack, type Files } from './zip.ts';

const { history, reviewed, erased, successor } = wholeHistory();
const genesis = history.federation.genesis.document;
const receiptKey = history.key('HUB receipt');
const about = aboutRecord(reviewed, history);

const verify = (bytes: Uint8Array) => verifyBundle(bytes, genesis, { quorum: 0 });

/** Where a bundle fails, with which code and whose fault it is. */
async function fault(bytes: Uint8Array) {
  const { isProved, steps } = await verify(bytes);
  const failed = steps.find(({ result }) => result === 'FAILED');
  expect(isProved).toBe(failed === undefined);
  return failed && [failed.step, failed.code, failed.file];
}

type Receipts = readonly { readonly outcome: string }[];
type Said = { readonly receipts: Receipts };

const parkedIn = (receipts: Receipts): Receipts =>
  receipts.map((one) => ({ ...one, outcome: 'PARKED', reason: 'UPSTREAM_REFUSED' }));

let sources: BundleSources & { readonly size: number };
let bundle: Uint8Array;
beforeAll(async () => {
  sources = await sourcesOf(history, reviewed);
  bundle = makeBundle(sources, { ...about, size: sources.size }, receiptKey);
});

describe('an evidence bundle', () => {
  test('is proved from the founding document and nothing else, step by step', async () => {
    const { isProved, steps, record } = await verify(bundle);
    expect(steps.filter(({ result }) => result !== 'PROVED')).toEqual([]);
    const asked = steps.find(({ step }) => step === 'VERIFICATIONS');
    expect(asked?.found).toBe('1 answers and reads, among 2; 0 witnesses saw that log');
    expect(isProved).toBe(true);
    expect(record).toMatchObject({
      id: reviewed.id,
      answer: { status: 'UNDER_REVIEW', notRecognisedBy: [], isErased: false },
    });
  });

  test('is the same bytes whenever it is made', async () => {
    const again = makeBundle(
      await sourcesOf(history, reviewed),
      { ...about, size: sources.size },
      receiptKey,
    );
    expect(Buffer.compare(bundle, again)).toBe(0);
  });

  test('is whole where nobody asked', async () => {
    const unasked = { ...sources, verifications: { checkpoint: '', events: [] } };
    const made = makeBundle(unasked, { ...about, size: sources.size }, receiptKey);
    expect(await fault(made)).toBeUndefined();
  });

  test('is of an erased record and of one with a predecessor alike', async () => {
    for (const record of [erased, successor]) {
      const other = await sourcesOf(history, record);
      const made = makeBundle(
        other,
        { ...aboutRecord(record, history), size: other.size },
        receiptKey,
      );
      expect(await fault(made)).toBeUndefined();
    }
  });

  test('says what is missing: witnesses, where the states named some', async () => {
    const { steps, isProved } = await verifyBundle(bundle, genesis, { quorum: 1 });
    expect(isProved).toBe(false);
    expect(steps.find(({ step }) => step === 'WITNESSES')).toMatchObject({
      result: 'FAILED',
      code: 'TRUST_LOG_QUORUM',
    });
    expect(steps.at(-1)).toEqual({ step: 'READABLE', result: 'NOT_REACHED' });
  });

  test('of another founding is none', async () => {
    const receipt = generateKey('HUB', 'hub').jwk;
    const other = { ...genesis, hub: { ...genesis.hub, receipt } };
    const { steps } = await verifyBundle(bundle, other, { quorum: 0 });
    expect(steps[1]).toMatchObject({ step: 'MANIFEST', result: 'FAILED' });
    const renamed = { ...genesis, foundedAt: '2026-01-01T00:00:00.000Z' };
    expect((await verifyBundle(bundle, renamed, { quorum: 0 })).steps[2]).toMatchObject({
      ...{ step: 'GENESIS', result: 'FAILED', code: 'TRUST_GENESIS_MISMATCH' },
    });
  });
});

describe('one byte that differs', () => {
  const flipped = (at: number, bit = 1) => {
    const changed = Buffer.from(bundle);
    changed[at]! ^= bit;
    return changed;
  };
  /** Of a zip, before each file's name. */
  const HEADER = 30;
  /** A step that is prime to every length in the file, so that it comes by everywhere. */
  const STRIDE = 9_973;

  test('anywhere, and be it a bit, fails the bundle, and the step names a file or what it is', async () => {
    const places = Array.from(
      { length: Math.floor(bundle.length / STRIDE) },
      (_, count) => count * STRIDE,
    );
    const ends = Array.from({ length: 120 }, (_, at) => [at, bundle.length - 1 - at]).flat();
    for (const at of [...places, ...ends]) {
      const [step, code, file] = (await fault(flipped(at, 1 << (at % 8)))) ?? [];
      expect([at, step]).toEqual([at, 'CONTAINER']);
      expect([at, code === 'WIRE_EVIDENCE_FORM' || file !== undefined]).toEqual([at, true]);
    }
  });

  test('in a file is named after that file', async () => {
    let start = 0;
    for (const [path, { length }] of unpack(bundle)) {
      start += HEADER + path.length;
      for (const at of [start, start + length - 1])
        if (length > 0) expect((await fault(flipped(at)))?.[2]).toBe(path);
      start += length;
    }
  });

  test.each<[string, (bytes: Buffer) => Buffer]>([
    ['cut off', (bytes) => bytes.subarray(0, -1)],
    ['put behind', (bytes) => Buffer.concat([bytes, Buffer.from([0])])],
    ['put before', (bytes) => Buffer.concat([Buffer.from([0]), bytes])],
    ['all', () => Buffer.alloc(0)],
  ])('is found %s', async (_, change) =>
    expect((await fault(change(Buffer.from(bundle))))?.[0]).toBe('CONTAINER'),
  );
});

describe('who makes the zip anew', () => {
  const changed = (change: (files: Map<string, Uint8Array>) => void) => {
    const files = new Map(unpack(bundle));
    change(files);
    return pack(files);
  };

  test('is found out by the manifest, file by file', async () => {
    for (const path of unpack(bundle).keys()) {
      const altered = changed((files) => files.set(path, Buffer.from('{}')));
      const [step, , file] = (await fault(altered))!;
      expect(step).toBe('MANIFEST');
      if (path !== PATHS.manifest) expect(file).toBe(path);
    }
  });

  test('and takes a file out, or puts one in', async () => {
    const taken = changed((files) => files.delete(PATHS.checkpoint));
    expect(await fault(taken)).toEqual(['MANIFEST', 'TRUST_EVIDENCE_ALTERED', PATHS.checkpoint]);
    const put = changed((files) => files.set('artefacts/other', Buffer.from('')));
    expect(await fault(put)).toEqual(['MANIFEST', 'TRUST_EVIDENCE_ALTERED', 'artefacts/other']);
  });
});

describe('a hub that lies and signs it', () => {
  const signed = (files: Files, change: Partial<Manifest> = {}) => {
    const own = new Map([...files].filter(([path]) => path !== PATHS.manifest));
    const manifest = { v: 2 as const, page: PAGE, ...about, size: sources.size };
    const { streams } = manifestOf();
    const said = { ...manifest, streams, files: digestsOf(own), ...change };
    return pack(own.set(PATHS.manifest, Buffer.from(signManifest(said, receiptKey))));
  };
  const manifestOf = (): Manifest => {
    const text = Buffer.from(unpack(bundle).get(PATHS.manifest)!).toString();
    return JSON.parse(Buffer.from(text.split('.')[1]!, 'base64url').toString()) as Manifest;
  };
  const lie = (path: string, change: (text: string) => string) => {
    const files = new Map(unpack(bundle));
    files.set(path, Buffer.from(change(Buffer.from(files.get(path)!).toString())));
    return signed(files);
  };
  const first = (files: Files, folder: string) =>
    [...files.keys()].find((path) => path.startsWith(folder))!;

  test.each<[string, string, (text: string) => string]>([
    ['CHECKPOINT', PATHS.checkpoint, (text) => text.replace(/\n\d+\n/, '\n9999\n')],
    ['INCLUSION', PATHS.events, (text) => text.replace('"nonce', '"nonse')],
    ['INCLUSION', PATHS.deliveries, (text) => text.replace('DELIVERED', 'PARKED')],
    ['HISTORY', PATHS.events, (text) => without(text, '"ContractActivated"')],
    ['COUNT', PATHS.events, (text) => text.replace(/.*\n$/, '')],
    ['VERIFICATIONS', PATHS.verifications, (text) => text.replace('RU.MOH', 'KZ.MOH')],
    ['VERIFICATIONS', PATHS.verifications, (text) => text.replace('"index":1', '"index":0')],
    ['VERIFICATIONS', PATHS.accessCheckpoint, () => sources.excerpt.checkpoint],
    ['READABLE', PATHS.page, (text) => text.replace('UNDER_REVIEW', 'ISSUED')],
  ])('is found out at %s by %s', async (step, path, change) =>
    expect((await fault(lie(path, change)))?.[0]).toBe(step),
  );

  test('is found out where its receipts and artefacts say something else', async () => {
    const files = unpack(bundle);
    const [receipts, artefacts] = ['receipts/', 'artefacts/'].map((one) => first(files, one));
    expect((await fault(lie(receipts!, () => lastReceipt())))?.[0]).toBe('RECEIPTS');
    expect(await fault(lie(artefacts!, () => 'another'))).toEqual([
      ...['READABLE', 'TRUST_EVIDENCE_ALTERED', artefacts],
    ]);
  });

  test('is found out where somebody asked about another record', async () => {
    const { verifications } = await sourcesOf(history, erased);
    const lying = { ...sources, verifications };
    const made = makeBundle(lying, { ...about, size: sources.size }, receiptKey);
    expect(await fault(made)).toEqual([
      ...['VERIFICATIONS', 'TRUST_EVIDENCE_ALTERED', PATHS.verifications],
    ]);
  });

  test('is found out where it is about another record, or of another tree', async () => {
    const other = { issuer: 'KG.MOH', id: crypto.randomUUID() };
    expect((await fault(signed(unpack(bundle), { record: other })))?.[0]).toBe('COUNT');
    expect((await fault(signed(unpack(bundle), { size: 1 })))?.[0]).toBe('COUNT');
    const early = '2026-11-24T08:00:00.000Z';
    expect((await fault(signed(unpack(bundle), { madeAt: early })))?.[0]).toBe('COUNT');
  });

  test('may word the page otherwise, and says so', async () => {
    const page = lie(PATHS.page, (text) => text.replace('Evidence', 'Proofs'));
    expect((await fault(page))?.[0]).toBe('READABLE');
    const files = new Map(unpack(page));
    expect(await fault(signed(files, { page: PAGE + 1 }))).toBeUndefined();
  });

  test.each<[string, string, string, (receipts: Receipts) => Receipts]>([
    ['by another authority', 'BY.MOH', 'TRUST_NOT_ALLOWED', (receipts) => receipts],
    ['with another outcome', 'RU.MOH', 'TRUST_EVIDENCE_ALTERED', parkedIn],
  ])('is found out where a delivery was confirmed %s', async (_, by, code, change) => {
    const other = wholeHistory();
    const { event } = other.successor;
    const [statement, data] = [by, 'RU.MOH'].map((signer) => {
      const said = receiptsBy(other.history, 'RU.MOH', [event], signer);
      return [said, JSON.parse(Buffer.from(said.split('.')[1]!, 'base64url').toString())] as const;
    }) as [[string, Said], [string, Said]];
    const receipts = change(data[1].receipts);
    other.history.append('deliveries-RU.MOH', [
      {
        ...{ type: 'DeliveriesConfirmed', at: other.history.now, by },
        data: { authority: 'RU.MOH', receipts, statement: statement[0] },
      },
    ]);
    const made = await sourcesOf(other.history, other.successor);
    const named = aboutRecord(other.successor, other.history);
    const lying = makeBundle(made, { ...named, size: made.size }, other.history.key('HUB receipt'));
    const { document } = other.history.federation.genesis;
    const { steps } = await verifyBundle(lying, document, { quorum: 0 });
    expect(steps.find(({ result }) => result === 'FAILED')).toMatchObject({
      ...{ step: 'DELIVERIES', code },
    });
  });

  const lastReceipt = () => [...sources.receipts.values()].at(-1)!;
  const without = (text: string, part: string) =>
    text
      .split('\n')
      .filter((line) => !line.includes(`"type":${part}`))
      .join('\n');
});

test('the page holds no markup but its own', async () => {
  const page = Buffer.from(unpack(bundle).get(PATHS.page)!).toString();
  expect(page).toContain('Certificate issued');
  expect(page).toContain('Сертификат выдан');
  expect(page).not.toMatch(/<script|src=|https?:/);
  const evil = { ...sources, excerpt: { ...sources.excerpt, checkpoint: '<script>&"\'' } };
  const made = unpack(makeBundle(evil, { ...about, size: 1 }, receiptKey));
  expect(Buffer.from(made.get(PATHS.page)!).toString()).toContain(
    '<pre>&lt;script&gt;&amp;&quot;&#39;</pre>',
  );
});
