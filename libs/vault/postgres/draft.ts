import { randomUUID, type KeyObject } from 'node:crypto';
import { RuleBroken } from '#kernel';
import { newKey } from '../sealing.ts';
import { ERASED, type Erased, type Keeping, type Owner, type RecordName } from '../vault.ts';
import { unwrapRecordKey, wrapRecordKey } from '../wrapping.ts';

export type Claim = Keeping['claims'][number];

/** An owner as the database has it or shall have it. */
export type Holder = Owner & {
  /** Unwraps; undefined on a tombstone. */
  readonly key: () => KeyObject | undefined;
};

/** A record as the database has it; both are null on the tombstone of one that was never sealed. */
export type Known = { readonly owner: Owner | null; readonly key: Uint8Array | null };

/** An allocated index: its list, and the name of the record that has it, null if that is destroyed. */
export type Allocated = { readonly list: string; readonly holder?: RecordName | null };

/** What was read of the database, by what was asked for. */
export type Loaded = {
  readonly owners: Map<string, Holder>;
  readonly identities: Map<string, Holder>;
  readonly records: Map<RecordName, Known>;
  readonly allocated: Map<string, Allocated>;
};

/** The names of things in `Loaded`. */
export const ownerName = ({ controller, subject }: Owner): string => `${controller} ${subject}`;
export const digestName = (digest: Uint8Array): string => Buffer.from(digest).toString('hex');
export const claimName = ({ issuer, list, index }: Claim): string => `${issuer} ${list} ${index}`;

type NewOwner = Owner & { readonly key: KeyObject };
type NewRecord = Owner & {
  readonly name: RecordName;
  readonly key: KeyObject;
  readonly wrapped: Uint8Array;
};
type NewIdentity = Owner & { readonly digest: Uint8Array };
type NewLookup = { readonly digest: Uint8Array; readonly record: RecordName };
type NewClaim = { readonly list: string; readonly index: number; readonly record: RecordName };

/** What several calls, one after the other, add to what was read. Knows no SQL and no epoch. */
export class Draft {
  readonly owners: NewOwner[] = [];
  readonly identities: NewIdentity[] = [];
  readonly records = new Map<RecordName, NewRecord>();
  readonly lookups: NewLookup[] = [];
  readonly claims: NewClaim[] = [];
  readonly #loaded: Loaded;
  #undo: (() => unknown)[] = [];

  constructor(loaded: Loaded) {
    this.#loaded = loaded;
  }

  /** All that one call adds, or, if it throws, nothing. */
  whole<Result>(call: (draft: Draft) => Result): Result {
    this.#undo = [];
    try {
      return call(this);
    } catch (error) {
      for (const undo of this.#undo.reverse()) undo();
      throw error;
    }
  }

  /** Whoever this digest leads to; a new owner with a key of their own if it leads to nobody. */
  identified(controller: string, digest: Uint8Array): Holder {
    const { identities } = this.#loaded;
    const known = identities.get(digestName(digest));
    if (known) return known;
    const owner = this.#newOwner({ controller, subject: randomUUID() });
    this.#set(identities, digestName(digest), owner);
    this.#push(this.identities, { controller, subject: owner.subject, digest });
    return owner;
  }

  named(owner: Owner): Holder {
    return this.#loaded.owners.get(ownerName(owner)) ?? this.#newOwner(owner);
  }

  /** The record's own key, drawn when it is first asked for. @throws RuleBroken RULE_RECORD_ID_REUSED if it is another owner's. */
  recordKey(name: RecordName, holder: Holder): KeyObject | Erased {
    const added = this.records.get(name);
    const record = this.#loaded.records.get(name);
    if (record && !record.key) return ERASED;
    const owner = added ?? record?.owner;
    if (owner && ownerName(owner) !== ownerName(holder))
      throw new RuleBroken('RULE_RECORD_ID_REUSED', `${name} is another owner's record`);
    if (added) return added.key;
    const under = holder.key();
    if (!under) return ERASED;
    if (record?.key) return unwrapRecordKey(under, name, record.key);
    const key = newKey();
    const { controller, subject } = holder;
    const wrapped = wrapRecordKey(under, name, key);
    this.#set(this.records, name, { controller, subject, name, key, wrapped });
    return key;
  }

  /** Nothing is remembered of a destroyed record. @throws RuleBroken RULE_RECORD_UNKNOWN if it was never sealed. */
  remember(digest: Uint8Array, record: RecordName): void {
    if (this.#isAlive(record)) this.#push(this.lookups, { digest, record });
  }

  /** True if the index is the record's, now or already. @throws RuleBroken RULE_RECORD_UNKNOWN if it was never sealed. */
  claim(claim: Claim, record: RecordName): boolean {
    const isAlive = this.#isAlive(record);
    const known = this.#loaded.allocated.get(claimName(claim));
    if (!isAlive || !known) return false;
    if (known.holder !== undefined) return known.holder === record;
    this.#set(this.#loaded.allocated, claimName(claim), { ...known, holder: record });
    this.#push(this.claims, { list: known.list, index: claim.index, record });
    return true;
  }

  #isAlive(name: RecordName): boolean {
    if (this.records.has(name)) return true;
    const record = this.#loaded.records.get(name);
    if (!record) throw new RuleBroken('RULE_RECORD_UNKNOWN', `${name} was never sealed`);
    return record.key !== null;
  }

  #newOwner(owner: Owner): Holder {
    const key = newKey();
    const holder: Holder = { ...owner, key: () => key };
    this.#set(this.#loaded.owners, ownerName(owner), holder);
    this.#push(this.owners, { ...owner, key });
    return holder;
  }

  #push<Item>(list: Item[], item: Item): void {
    list.push(item);
    this.#undo.push(() => list.pop());
  }

  #set<Name, Value>(map: Map<Name, Value>, name: Name, value: Value): void {
    const before = map.get(name);
    map.set(name, value);
    this.#undo.push(() => (before === undefined ? map.delete(name) : map.set(name, before)));
  }
}
