import { generateKey } from '#signing';
import { codeOf, codeOfAsync, LoggedHistory } from '#testing';
import {
  bundlePath,
  EMPTY_ROOT,
  encodeBundle,
  leafHash,
  logEntry,
  noteKey,
  signCheckpoint,
  tilePath,
} from '#transparency';
import { Transport } from '../transport.ts';
import { compareCheckpoints } from './compare-checkpoints.ts';
import { HttpLog } from './http-log.ts';
import { inOrder } from './in-order.ts';
import { logPolicy, witnessKeys } from './log-keys.ts';
import { receiptProof, verifyReceipt, type ReceiptEvidence } from './verify-receipt.ts';

const logged = new LoggedHistory();
const { genesis } = logged;
const trust = await logged.trust();
/** The last endorsement. */
const INDEX = logged.history.events.length - 1;
const ALL = ['KG', 'RU', 'BY', 'KZ'];

const evidence = async (change: Partial<ReceiptEvidence> = {}): Promise<ReceiptEvidence> => ({
  receipt: logged.receipt(INDEX),
  proof: await logged.proof(INDEX, ALL),
  genesis,
  trust,
  ...change,
});
const refusal = async (change: Partial<ReceiptEvidence>) => {
  const given = await evidence(change);
  return codeOf(() => verifyReceipt(given));
};

describe('a receipt', () => {
  test('is proved to be in the log, with nothing but genesis at hand', async () => {
    const { id, stream, revision } = logged.history.events[INDEX]!;
    expect(verifyReceipt(await evidence())).toMatchObject({
      ...{ event: id, stream, revision, index: INDEX, size: INDEX + 1 },
      witnesses: ALL.map((state) => ({ witness: `${state}.MOH` })),
    });
  });

  test('is proved by the event as an auditor reads it, and by what the hub answers of it', async () => {
    const hashes = await logged.reader.inclusion(INDEX, logged.tree.size);
    const answer = {
      index: INDEX,
      proof: hashes.map((one) => one.toString('base64')),
      checkpoint: logged.checkpoint(ALL),
    };
    const proof = receiptProof(logged.history.events[INDEX]!, answer);
    expect(proof).toContain('c2sp.org/tlog-proof@v1\nextra ');
    expect(await refusal({ proof })).toBeUndefined();
    expect(await refusal({ proof: receiptProof(logged.history.events[0]!, answer) })).toBe(
      'TRUST_LOG_PROOF',
    );
  });

  test('needs a quorum: three of four, of whom one may lie, unless it is told otherwise', async () => {
    const by = async (...states: string[]) => ({ proof: await logged.proof(INDEX, states) });
    expect(await refusal(await by('KG', 'RU', 'BY'))).toBeUndefined();
    expect(await refusal(await by('KG', 'RU'))).toBe('TRUST_LOG_QUORUM');
    expect(await refusal({ ...(await by('KG', 'RU')), quorum: 2 })).toBeUndefined();
  });

  test.each<[string, object]>([
    ['event', { event: '00000000-0000-4000-8000-000000000000' }],
    ['place', { revision: 0 }],
    ['stream', { stream: 'state-XX' }],
    ['digest', { digest: 'A'.repeat(43) }],
    ['time', { recordedAt: '2031-01-01T00:00:00.000Z' }],
    ['contract', { under: [{ contract: 'x', version: 1, hash: 'A' }] }],
  ])('of another %s is not proved', async (_, change) =>
    expect(await refusal({ receipt: logged.receipt(INDEX, change) })).toBe('TRUST_LOG_PROOF'),
  );

  test.each<[string, object]>([
    [
      'a nonce',
      { metadata: logged.history.events[INDEX]!.metadata.replace(/"nonce":"./, '"nonce":"_') },
    ],
    ['a type', { type: 'KeyRetired' }],
  ])('of an event that was changed, be it in %s, is not proved', async (_, change) =>
    expect(await refusal({ proof: await logged.proof(INDEX, ALL, change) })).toBe(
      'TRUST_LOG_PROOF',
    ),
  );

  test('by anybody but the hub is none, and a log with another key is another log', async () => {
    const other = generateKey('HUB', 'hub');
    expect(await refusal({ receipt: logged.receipt(INDEX, {}, other) })).toMatch(/^TRUST_/);
    const hub = { ...genesis.hub, log: other.jwk };
    expect(await refusal({ genesis: { ...genesis, hub } })).toBe('TRUST_SIGNATURE_INVALID');
  });

  test.each([
    ['nothing beside the proof', (text: string) => text.replace(/\nextra .*/, '')],
    ['something that is no event', (text: string) => text.replace(/\nextra .*/, '\nextra e30=')],
  ])('is not proved by %s', async (_, change) =>
    expect(await refusal({ proof: change(await logged.proof(INDEX, ALL)) })).toBe('WIRE_LOG_NOTE'),
  );
});

describe('the witnesses that count', () => {
  test('are those that states endorsed', () => {
    expect(witnessKeys(trust).map(({ name }) => name)).toEqual(ALL.map((state) => `${state}.MOH`));
    const [one] = witnessKeys(trust);
    expect(one!.activeAt(logged.history.now)).toBe(true);
    expect(one!.activeAt('2001-01-01T00:00:00.000Z')).toBe(false);
    expect(logPolicy(genesis, witnessKeys(trust)).quorum).toBe(3);
    expect(logPolicy(genesis, []).quorum).toBe(0);
  });
});

describe('checkpoints from many hands', () => {
  const log = noteKey('log', genesis.origin, genesis.hub.log);
  const key = logged.history.key('HUB log');
  const at = (size: number, root = leafHash(Buffer.from(`${size}`))) =>
    signCheckpoint({ origin: genesis.origin, size, root }, key);

  test('of one size with two roots are evidence', () =>
    expect(compareCheckpoints([at(1), at(2), at(2), at(2, EMPTY_ROOT), at(3)], log)).toEqual([
      {
        size: 2,
        roots: [leafHash(Buffer.from('2')).toString('base64'), EMPTY_ROOT.toString('base64')],
        notes: [at(2), at(2, EMPTY_ROOT)],
      },
    ]));

  test('that agree, or that the log did not sign, are none', () => {
    expect(compareCheckpoints([at(1), at(2), logged.checkpoint(['KG'])], log)).toEqual([]);
    const forged = signCheckpoint(
      { origin: genesis.origin, size: 1, root: EMPTY_ROOT },
      generateKey('HUB', 'hub'),
    );
    expect(codeOf(() => compareCheckpoints([at(1), forged], log))).toBe('TRUST_SIGNATURE_INVALID');
  });
});

describe('a log over HTTP', () => {
  /** Serves what it is told, by path. */
  class Served extends Transport {
    readonly asked: string[] = [];
    entries: readonly Buffer[] = logged.history.events.map(logEntry);
    constructor() {
      super('http://hub.example');
    }
    override async send({ path }: { readonly path: string }) {
      this.asked.push(path);
      const width = { width: logged.tree.size };
      const content = path.endsWith('checkpoint')
        ? Buffer.from(logged.checkpoint(ALL))
        : path.includes('entries')
          ? encodeBundle(this.entries)
          : logged.tree.edge({ level: 0, index: 0, ...width })!;
      const body = new Response(Buffer.from(content));
      return { status: 200, headers: new Headers(), body };
    }
  }

  test('is asked for a checkpoint and for tiles; proofs are computed here', async () => {
    const served = new Served();
    const log = new HttpLog(served, logPolicy(genesis, witnessKeys(trust)));
    const head = await log.checkpoint();
    expect(head).toMatchObject({ size: logged.tree.size, root: logged.tree.root() });
    const leaf = leafHash(logEntry(logged.history.events[3]!));
    expect((await log.inclusion(3, leaf, head)).length).toBeGreaterThan(1);
    const earlier = { size: 5, root: await logged.reader.root(5) };
    expect((await log.extends(head, earlier)).length).toBeGreaterThan(1);
    expect(await log.extends(head, { size: 0, root: EMPTY_ROOT })).toEqual([]);
    expect(new Set(served.asked)).toEqual(
      new Set([
        '/v1/log/checkpoint',
        `/v1/log/${tilePath({ level: 0, index: 0, width: logged.tree.size })}`,
      ]),
    );
    expect(await codeOfAsync(() => log.inclusion(4, leaf, head))).toBe('TRUST_LOG_PROOF');
    expect(await codeOfAsync(() => log.extends(head, { ...earlier, root: leaf }))).toBe(
      'TRUST_LOG_PROOF',
    );
  });

  test('has entries that make the tree of its checkpoint, all of them and no others', async () => {
    const served = new Served();
    const log = new HttpLog(served, logPolicy(genesis, witnessKeys(trust)));
    const head = await log.checkpoint();
    await log.assertEntries(head);
    const place = { index: 0, width: head.size };
    expect(served.asked.at(-1)).toBe(`/v1/log/${bundlePath(place)}`);
    const { entries } = served;
    const refusals = [
      entries.slice(1),
      [...entries, entries[0]!],
      entries.toReversed(),
      entries.with(2, Buffer.from('{}')),
    ];
    for (const other of refusals) {
      served.entries = other;
      expect(await codeOfAsync(() => log.assertEntries(head))).toBe('TRUST_LOG_PROOF');
    }
  });
});

describe('what is read ahead', () => {
  test('comes in its order, though later ones are there first', async () => {
    const items = Array.from({ length: 20 }, (_, at) => at);
    const fetched = inOrder(items, async (item) => {
      for (let left = items.length - item; left > 0; left--) await Promise.resolve();
      return item;
    });
    expect(await Array.fromAsync(fetched)).toEqual(items);
  });

  test('fails with the first that fails, and leaves no failure of a later one behind', async () => {
    const fetched = inOrder([1, 2, 3], (item) =>
      item === 1 ? Promise.resolve(item) : Promise.reject(new Error(`${item}`)),
    );
    await expect(Array.fromAsync(fetched)).rejects.toThrow('2');
  });
});
