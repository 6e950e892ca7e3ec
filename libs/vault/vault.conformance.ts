import { createHash, randomUUID } from 'node:crypto';
import {
  ERASED,
  type Identity,
  type Keeping,
  type Kept,
  type Owner,
  type Standing,
  type Vault,
} from './vault.ts';

/** A vault over storage of its own, and what else the checks need of it. */
export type VaultUnderTest = {
  readonly vault: Vault;
  /** The database's files as a power cut would leave them now. The epoch keys are not among them. */
  copy(): Promise<VaultCopy>;
};

export type VaultCopy = {
  readonly bytes: Buffer;
  /** A vault on the copy, with the epoch keys that are left now. */
  open(): Promise<Vault>;
};

export type MakeVault = () => Promise<VaultUnderTest>;

/** Every Vault passes this. `make` gives a new, empty vault at each call, and closes what it made after the tests. */
export function vaultConformance(name: string, make: MakeVault): void {
  describe(`${name} is a Vault`, () => {
    test.each(Object.entries(VAULT_PROMISES))('%s', (_, keeps) => keeps(make));
  });
}

const person = (change: Partial<Identity> = {}): Identity => ({
  country: 'KG',
  kind: 'PASSPORT',
  number: 'TEST-4711-NUMBER',
  birthDate: '1987-06-05',
  ...change,
});

const owner = (subject: string = randomUUID()): Owner => ({ controller: 'KG', subject });
const recordName = () => `certificate-KG.MOH-${randomUUID()}`;
const contents = Buffer.from('{"familyName":"TESTOV","givenName":"PRIMER"}');

/** A vault that holds one sealed record. */
async function withRecord(make: MakeVault) {
  const under = await make();
  const [record, holder] = [recordName(), owner()];
  const sealed = await seal(under.vault, record, holder);
  return { ...under, record, holder, sealed };
}

async function seal(vault: Vault, record: string, holder: Owner, bytes: Uint8Array = contents) {
  const sealed = await vault.seal(record, holder, bytes);
  if (sealed === ERASED) throw new Error('a new record is ERASED');
  return sealed;
}

async function keep(vault: Vault, record: string, keeping: Keeping): Promise<Kept> {
  const kept = await vault.keep(record, keeping);
  if (kept === ERASED) throw new Error('a new record is ERASED');
  return kept;
}

/** What a copy gives away of a record: its contents, or nothing. */
async function readFrom(copy: VaultCopy, record: string, sealed: Uint8Array): Promise<unknown> {
  try {
    const vault = await copy.open();
    return text(await vault.open(record, sealed));
  } catch {
    return 'nothing';
  }
}

const text = (opened: Uint8Array | typeof ERASED) =>
  opened === ERASED ? ERASED : Buffer.from(opened).toString();

/** The promises of the port, each as a check that rejects if the vault breaks it. */
export const VAULT_PROMISES = {
  async 'a person has one subject for a controller, and another for every other'(make) {
    const { vault } = await make();
    const subject = await vault.subjectOf('KG', person());
    expect(await vault.subjectOf('KG', person())).toBe(subject);
    const others = [
      await vault.subjectOf('TJ', person()),
      await vault.subjectOf('KG', person({ country: 'TJ' })),
      await vault.subjectOf('KG', person({ kind: 'ID_CARD' })),
      await vault.subjectOf('KG', person({ number: 'TEST-4712-NUMBER' })),
      await vault.subjectOf('KG', person({ birthDate: '1987-06-06' })),
    ];
    expect(new Set([subject, ...others]).size).toBe(6);
  },

  async 'of concurrent creators of a subject one wins and all get its id'(make) {
    const { vault } = await make();
    const creators = Array.from({ length: 32 }, () => vault.subjectOf('KG', person()));
    expect(new Set(await Promise.all(creators)).size).toBe(1);
  },

  async 'whatever resolves is durable'(make) {
    const { vault, copy } = await make();
    const subject = await vault.subjectOf('KG', person());
    expect(await (await (await copy()).open()).subjectOf('KG', person())).toBe(subject);

    const [record, holder] = [recordName(), owner(subject)];
    const sealed = await seal(vault, record, holder);
    expect(await readFrom(await copy(), record, sealed)).toBe(text(contents));

    await vault.remember('number', 'TEST-1', record);
    expect(await (await (await copy()).open()).lookup('number', 'TEST-1')).toEqual([record]);

    const { list, indices } = await vault.allocate('KG.MOH', 1);
    expect(await vault.claim('KG.MOH', list, indices[0]!, record)).toBe(true);
    const claimed = await (await copy()).open();
    const other = recordName();
    await claimed.seal(other, holder, contents);
    expect(await claimed.claim('KG.MOH', list, indices[0]!, record)).toBe(true);
    expect(await claimed.claim('KG.MOH', list, indices[0]!, other)).toBe(false);

    await vault.erasuresDone('0000000007');
    expect(await (await (await copy()).open()).erasuresUpTo()).toBe('0000000007');

    await vault.destroy({ record });
    expect(await readFrom(await copy(), record, sealed)).toBe(ERASED);
  },

  async 'calls of one tick take effect in the order in which they were made'(make) {
    const { vault } = await make();
    const { list, indices } = await vault.allocate('KG.MOH', 1);
    const record = recordName();
    const [, , claimed] = await Promise.all([
      vault.seal(record, owner(), contents),
      vault.remember('number', 'TEST-1', record),
      vault.claim('KG.MOH', list, indices[0]!, record),
    ]);
    expect(claimed).toBe(true);
    expect(await vault.lookup('number', 'TEST-1')).toEqual([record]);
  },

  async 'of a pushed record all is kept in one step, as the single calls keep it'(make) {
    const { vault, copy } = await make();
    const record = recordName();
    const { list, indices } = await vault.allocate('KG.MOH', 1);
    const keeping: Keeping = {
      controller: 'KG',
      owner: { identity: person() },
      contents,
      values: [
        { kind: 'number', value: 'TEST-1' },
        { kind: 'verification-code', value: 'TESTCODE' },
      ],
      claims: [{ issuer: 'KG.MOH', list, index: indices[0]! }],
    };
    const kept = await keep(vault, record, keeping);
    const copied = await (await copy()).open();
    expect(text(await copied.open(record, kept.sealed))).toBe(text(contents));
    expect(await copied.lookup('number', 'TEST-1')).toEqual([record]);
    expect(await copied.lookup('verification-code', 'TESTCODE')).toEqual([record]);
    const other = recordName();
    await seal(copied, other, owner());
    expect(await copied.claim('KG.MOH', list, indices[0]!, other)).toBe(false);
    expect(await copied.subjectOf('KG', person())).toBe(kept.subject);
    const again = await keep(vault, record, keeping);
    expect(again.subject).toBe(kept.subject);
    const { subject } = kept;
    const successor = { ...keeping, owner: { subject }, values: [], claims: [] };
    expect((await keep(vault, recordName(), successor)).subject).toBe(subject);
    await vault.destroy({ owner: { controller: 'KG', subject } });
    expect(await vault.keep(record, successor)).toBe(ERASED);
  },

  async 'of a record with a spent index nothing is kept'(make) {
    const { vault, record } = await withRecord(make);
    const { list, indices } = await vault.allocate('KG.MOH', 2);
    expect(await vault.claim('KG.MOH', list, indices[1]!, record)).toBe(true);
    const keeping: Keeping = {
      controller: 'KG',
      owner: { identity: person() },
      contents,
      values: [{ kind: 'number', value: 'TEST-1' }],
      claims: indices.map((index) => ({ issuer: 'KG.MOH', list, index })),
    };
    const refused = vault.keep(recordName(), keeping);
    await expect(refused).rejects.toMatchObject({ code: 'RULE_STATUS_INDEX_SPENT', pointer: '/1' });
    expect(await vault.lookup('number', 'TEST-1')).toEqual([]);
    const other = { ...keeping, claims: keeping.claims.slice(0, 1) };
    await keep(vault, recordName(), other);
    expect(await vault.lookup('number', 'TEST-1')).toHaveLength(1);
  },

  async 'a record keeps the key that it was first sealed under'(make) {
    const { vault } = await make();
    const [record, holder] = [recordName(), owner()];
    const versions = [Buffer.from('first'), Buffer.from('second')];
    const [first, second] = await Promise.all(
      versions.map((bytes) => seal(vault, record, holder, bytes)),
    );
    expect(text(await vault.open(record, first!))).toBe('first');
    expect(text(await vault.open(record, second!))).toBe('second');
  },

  async 'a record does not pass to another owner'(make) {
    const { vault, record } = await withRecord(make);
    await expect(vault.seal(record, owner(), contents)).rejects.toMatchObject({
      code: 'RULE_RECORD_ID_REUSED',
    });
  },

  async 'open gives back what was sealed'(make) {
    const { vault } = await make();
    for (const bytes of [new Uint8Array(0), Uint8Array.of(0, 255), new Uint8Array(100_000)]) {
      const record = recordName();
      const sealed = await seal(vault, record, owner(), bytes);
      expect(await vault.open(record, sealed)).toEqual(Buffer.from(bytes));
    }
  },

  async 'open takes sealed bytes under the name they were sealed for alone'(make) {
    const { vault, sealed, holder } = await withRecord(make);
    const other = recordName();
    await seal(vault, other, holder);
    await expect(vault.open(other, sealed)).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
  },

  async 'open refuses altered bytes'(make) {
    const { vault, record, sealed } = await withRecord(make);
    for (const at of [0, 12, sealed.length - 17, sealed.length - 1]) {
      const altered = Uint8Array.from(sealed);
      altered[at]! ^= 1;
      await expect(vault.open(record, altered)).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
    }
    for (const cut of [sealed.subarray(1), sealed.subarray(0, -1), sealed.subarray(0, 5)])
      await expect(vault.open(record, cut)).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
  },

  async 'open of a record whose key the vault never had is an error, not ERASED'(make) {
    const { vault, sealed } = await withRecord(make);
    await expect(vault.open(recordName(), sealed)).rejects.toMatchObject({
      code: 'STORE_KEY_MISSING',
    });
  },

  async 'sealed bytes tell nothing but their length'(make) {
    const { vault, record, holder, sealed } = await withRecord(make);
    const again = await seal(vault, record, holder);
    expect(Buffer.compare(sealed, again)).not.toBe(0);
    expect(Buffer.from(sealed).includes('TESTOV')).toBe(false);
    expect(sealed.length).toBe(contents.length + 28);
  },

  async 'lookup finds the records that were remembered by a value, oldest first, each once'(make) {
    const { vault } = await make();
    const holder = owner();
    const names = Array.from({ length: 5 }, recordName);
    for (const name of names) {
      await vault.seal(name, holder, contents);
      await vault.remember('number', 'TEST-1', name);
      await vault.remember('number', 'TEST-1', name);
    }
    expect(await vault.lookup('number', 'TEST-1')).toEqual(names);
    expect(await vault.lookup('number', 'TEST-2')).toEqual([]);
    expect(await vault.lookup('document', 'TEST-1')).toEqual([]);
  },

  async 'nothing is remembered or claimed for a record that was never sealed'(make) {
    const { vault } = await make();
    const { list, indices } = await vault.allocate('KG.MOH', 1);
    const unknown = { code: 'RULE_RECORD_UNKNOWN' };
    const [record] = [recordName()];
    await expect(vault.remember('number', 'TEST-1', record)).rejects.toMatchObject(unknown);
    await expect(vault.claim('KG.MOH', list, indices[0]!, record)).rejects.toMatchObject(unknown);
  },

  async 'a destroyed record is ERASED at once and for ever, and no other is'(make) {
    const { vault, copy, record, holder, sealed } = await withRecord(make);
    const other = recordName();
    const otherSealed = await seal(vault, other, holder);
    expect(text(await vault.open(record, sealed))).toBe(text(contents));
    await vault.destroy({ record });
    expect(await vault.open(record, sealed)).toBe(ERASED);
    expect(await vault.seal(record, holder, contents)).toBe(ERASED);
    expect(await vault.seal(record, owner(), contents)).toBe(ERASED);
    await vault.destroy({ record });
    await vault.turn();
    expect(await readFrom(await copy(), record, sealed)).toBe(ERASED);
    expect(text(await vault.open(other, otherSealed))).toBe(text(contents));
  },

  async 'a destroyed owner is ERASED at once and for ever, with every record, and no other is'(
    make,
  ) {
    const { vault, copy, record, holder, sealed } = await withRecord(make);
    const [second, other] = [recordName(), recordName()];
    const secondSealed = await seal(vault, second, holder);
    const otherSealed = await seal(vault, other, { ...holder, controller: 'TJ' });
    expect(text(await vault.open(record, sealed))).toBe(text(contents));
    await vault.destroy({ owner: holder });
    expect(await vault.open(record, sealed)).toBe(ERASED);
    expect(await vault.open(second, secondSealed)).toBe(ERASED);
    expect(await vault.seal(record, holder, contents)).toBe(ERASED);
    expect(await vault.seal(recordName(), holder, contents)).toBe(ERASED);
    await vault.destroy({ owner: holder });
    await vault.turn();
    expect(await readFrom(await copy(), record, sealed)).toBe(ERASED);
    expect(text(await vault.open(other, otherSealed))).toBe(text(contents));
  },

  async 'what is destroyed before it came stays ERASED when it comes'(make) {
    const { vault } = await make();
    const [record, holder] = [recordName(), owner()];
    await vault.destroy({ record });
    expect(await vault.seal(record, owner(), contents)).toBe(ERASED);
    expect(await vault.open(record, new Uint8Array(28))).toBe(ERASED);
    await vault.destroy({ owner: holder });
    expect(await vault.seal(recordName(), holder, contents)).toBe(ERASED);
  },

  async 'what is destroyed is found by nothing, also if it is remembered later'(make) {
    const { vault, record, holder } = await withRecord(make);
    const [second, other] = [recordName(), recordName()];
    await seal(vault, second, holder);
    await seal(vault, other, owner());
    for (const name of [record, second, other]) await vault.remember('number', 'TEST-1', name);
    await vault.destroy({ record });
    expect(await vault.lookup('number', 'TEST-1')).toEqual([second, other]);
    await vault.destroy({ owner: holder });
    expect(await vault.lookup('number', 'TEST-1')).toEqual([other]);
    for (const name of [record, second]) await vault.remember('number', 'TEST-1', name);
    expect(await vault.lookup('number', 'TEST-1')).toEqual([other]);
  },

  async 'the status indices of what is destroyed are unlinked and free for nobody'(make) {
    const { vault, record, holder } = await withRecord(make);
    const [second, other] = [recordName(), recordName()];
    await seal(vault, second, holder);
    await seal(vault, other, owner());
    const { list, indices } = await vault.allocate('KG.MOH', 3);
    const claim = (at: number, name: string) => vault.claim('KG.MOH', list, indices[at]!, name);
    expect([await claim(0, record), await claim(1, second)]).toEqual([true, true]);
    await vault.destroy({ record });
    expect([await claim(0, record), await claim(0, other)]).toEqual([false, false]);
    await vault.destroy({ owner: holder });
    expect([await claim(1, second), await claim(1, other)]).toEqual([false, false]);
    expect([await claim(2, second), await claim(2, other)]).toEqual([false, true]);
  },

  async 'the identity of a destroyed owner leads to a new subject'(make) {
    const { vault } = await make();
    const subject = await vault.subjectOf('KG', person());
    const elsewhere = await vault.subjectOf('TJ', person());
    await vault.destroy({ owner: { controller: 'KG', subject } });
    expect(await vault.subjectOf('KG', person())).not.toBe(subject);
    expect(await vault.subjectOf('TJ', person())).toBe(elsewhere);
  },

  async 'a turn changes nothing but the epoch for what is not destroyed'(make) {
    const { vault, record, holder, sealed } = await withRecord(make);
    const subject = await vault.subjectOf('KG', person());
    await vault.remember('number', 'TEST-1', record);
    const first = await vault.turn();
    const [second, sealedInTurn, openedInTurn] = await Promise.all([
      vault.turn(),
      seal(vault, record, holder),
      vault.open(record, sealed),
    ]);
    expect(text(openedInTurn)).toBe(text(contents));
    expect(second.epoch).toBe(first.epoch + 1);
    expect(text(await vault.open(record, sealed))).toBe(text(contents));
    expect(text(await vault.open(record, sealedInTurn))).toBe(text(contents));
    expect(await vault.subjectOf('KG', person())).toBe(subject);
    expect(await vault.lookup('number', 'TEST-1')).toEqual([record]);
  },

  async 'after a turn no earlier copy opens what was destroyed'(make) {
    const { vault, copy, record, holder, sealed } = await withRecord(make);
    const second = recordName();
    const secondSealed = await seal(vault, second, holder);
    const earlier = await copy();
    expect(await readFrom(earlier, record, sealed)).toBe(text(contents));
    await vault.destroy({ record });
    await vault.turn();
    expect(await readFrom(earlier, record, sealed)).toBe('nothing');
    const between = await copy();
    expect(await readFrom(between, second, secondSealed)).toBe(text(contents));
    await vault.destroy({ owner: holder });
    await vault.turn();
    expect(await readFrom(between, second, secondSealed)).toBe('nothing');
  },

  async 'a turn takes its backup under the new key, and is completed by the next if that fails'(
    make,
  ) {
    const { vault, copy, record, sealed } = await withRecord(make);
    const noRoom = new Error('no room for a backup');
    await expect(vault.turn(() => Promise.reject(noRoom))).rejects.toBe(noRoom);
    expect(text(await vault.open(record, sealed))).toBe(text(contents));
    let backup: VaultCopy | undefined;
    const completed = await vault.turn(async () => {
      backup = await copy();
    });
    expect(await readFrom(backup!, record, sealed)).toBe(text(contents));
    expect(await vault.turn()).toEqual({ epoch: completed.epoch + 1 });
    expect(await readFrom(backup!, record, sealed)).toBe('nothing');
  },

  async 'indices are drawn at random, and none is ever drawn twice'(make) {
    const [{ vault }, elsewhere] = [await make(), await make()];
    const drawn = await Promise.all([1, 999, 1000].map((count) => vault.allocate('KG.MOH', count)));
    const indices = drawn.flatMap((block) => block.indices);
    expect(drawn.map(({ list }) => list)).toEqual(['KG.MOH-1', 'KG.MOH-1', 'KG.MOH-1']);
    expect(new Set(indices).size).toBe(2000);
    expect(indices.every((index) => Number.isInteger(index) && index >= 0)).toBe(true);
    // Of 2,000 draws from 2^17, half lie below the middle, give or take 6 standard deviations.
    const low = indices.filter((index) => index < 2 ** 16).length;
    expect(Math.abs(low - 1000)).toBeLessThan(135);
    const { indices: others } = await elsewhere.vault.allocate('KG.MOH', 1000);
    expect(others).not.toEqual(drawn[2]!.indices);
  },

  async 'a list has at least 2^17 indices; a full one is followed by a new one'(make) {
    const { vault } = await make();
    const { indices } = await vault.allocate('KG.MOH', 2 ** 17);
    expect(new Set(indices).size).toBe(2 ** 17);
    expect(await vault.allocate('KG.MOH', 1)).toMatchObject({ list: 'KG.MOH-2' });
    expect(await vault.allocate('KG.MOL', 1)).toMatchObject({ list: 'KG.MOL-1' });
  },

  async 'an index is claimed by one record, and only if allocated to the issuer'(make) {
    const { vault, record, holder } = await withRecord(make);
    const other = recordName();
    await seal(vault, other, holder);
    const { list, indices } = await vault.allocate('KG.MOH', 1);
    const [index = 0] = indices;
    const never = (index + 1) % 2 ** 17;
    expect(await vault.claim('KG.MOL', list, index, record)).toBe(false);
    expect(await vault.claim('KG.MOH', 'KG.MOH-9', index, record)).toBe(false);
    expect(await vault.claim('KG.MOH', list, never, record)).toBe(false);
    expect(await vault.claim('KG.MOH', list, -1, record)).toBe(false);
    const claims = [record, other].map((name) => vault.claim('KG.MOH', list, index, name));
    expect(await Promise.all(claims)).toEqual([true, false]);
    expect(await vault.claim('KG.MOH', list, index, record)).toBe(true);
  },

  async 'a list tells of each index how things stand with its record, and of what was never drawn nothing'(
    make,
  ) {
    const { vault, record, holder } = await withRecord(make);
    const [revoked, erased, late] = [recordName(), recordName(), recordName()];
    for (const name of [revoked, erased, late]) await seal(vault, name, holder);
    expect(await vault.statuses('KG.MOH-1', { withdrawn: [] })).toBeUndefined();
    expect(await vault.statusLists()).toEqual([]);
    const { list, indices } = await vault.allocate('KG.MOH', 6);
    const holders = [record, record, revoked, erased, late];
    for (const [at, name] of holders.entries())
      expect(await vault.claim('KG.MOH', list, indices[at]!, name)).toBe(true);
    await vault.destroy({ record: erased });
    const bitsOf = async (standing: Standing) => {
      const bytes = await vault.statuses(list, standing);
      expect(bytes).toHaveLength(2 ** 14);
      const bit = (index: number) => (bytes![index >> 3]! >> (index & 7)) & 1;
      return { bytes: bytes!, bits: indices.map(bit) };
    };
    const now = await bitsOf({ withdrawn: [revoked, recordName()] });
    expect(now.bits).toEqual([0, 0, 1, 1, 0, 1]);
    const before = await bitsOf({ withdrawn: [], unknown: [late] });
    expect(before.bits).toEqual([0, 0, 0, 1, 1, 1]);
    // All else is noise that stays: of 2^17 coins half show 1, give or take 6 standard deviations.
    const ones = now.bytes.reduce(
      (sum, byte) => sum + byte.toString(2).replaceAll('0', '').length,
      0,
    );
    expect(Math.abs(ones - 2 ** 16)).toBeLessThan(1100);
    const drawn = new Set(indices.map((index) => index >> 3));
    const undrawn = ({ bytes }: { bytes: Uint8Array }) => bytes.filter((_, at) => !drawn.has(at));
    expect(undrawn(before)).toEqual(undrawn(now));
    const elsewhere = (await make()).vault;
    await elsewhere.allocate('KG.MOH', 1);
    const other = await elsewhere.statuses('KG.MOH-1', { withdrawn: [] });
    expect(undrawn({ bytes: other! })).not.toEqual(undrawn(now));
    await vault.allocate('KG.MOL', 1);
    expect(await vault.statusLists()).toEqual([
      { issuer: 'KG.MOH', list: 'KG.MOH-1' },
      { issuer: 'KG.MOL', list: 'KG.MOL-1' },
    ]);
    expect(await vault.statuses('KG.MOL-1', { withdrawn: [record] })).not.toEqual(now.bytes);
    for (const none of ['KG.MOH-2', 'KG.MOH', '', 'KG.MOH-1-1'])
      expect(await vault.statuses(none, { withdrawn: [] })).toBeUndefined();
  },

  async 'no value, and no digest that can be made without a key, is in the files'(make) {
    const { vault, copy, record, holder } = await withRecord(make);
    await vault.subjectOf('KG', person());
    await vault.remember('number', 'TEST-SERIES-1', record);
    await vault.remember('document', 'TEST-4711-NUMBER', record);
    await vault.lookup('verification-code', 'TESTCODETESTCODETESTCODE26');
    const kept = await copy();
    await vault.destroy({ owner: holder });
    const left = await copy();
    expect(kept.bytes.includes(record)).toBe(true);
    const values = [
      'TEST-SERIES-1',
      'TEST-4711-NUMBER',
      '1987-06-05',
      'TESTCODETESTCODETESTCODE26',
    ];
    for (const value of values)
      for (const form of formsOf(value))
        expect([kept.bytes.includes(form), left.bytes.includes(form)]).toEqual([false, false]);
  },

  async 'the position of the erasures is kept, never moves back, and is older in an older copy'(
    make,
  ) {
    const { vault, copy } = await make();
    expect(await vault.erasuresUpTo()).toBeUndefined();
    await vault.erasuresDone('0000000007');
    const earlier = await copy();
    await vault.erasuresDone('0000000009');
    await vault.erasuresDone('0000000008');
    expect(await vault.erasuresUpTo()).toBe('0000000009');
    expect(await (await earlier.open()).erasuresUpTo()).toBe('0000000007');
  },
} satisfies Record<string, (make: MakeVault) => Promise<void>>;

/** How a value, or its unkeyed digest, could stand in a file. */
function formsOf(value: string): Buffer[] {
  const digest = createHash('sha256').update(value).digest();
  const texts = [
    digest.toString('hex'),
    digest.toString('base64url'),
    Buffer.from(value).toString('hex'),
  ];
  return [
    Buffer.from(value),
    Buffer.from(value, 'utf16le'),
    digest.subarray(0, 16),
    ...texts.map((form) => Buffer.from(form)),
  ];
}
