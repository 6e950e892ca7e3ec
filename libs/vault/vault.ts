/** Names a record in the vault: its stream, `certificate-KG.MOH-<uuid>`. */
export type RecordName = string;

/** A worker as one controller state knows them: a random id, joined with no other state's. */
export type Owner = { readonly controller: string; readonly subject: string };

/** What tells one person from another: document country, kind, number and birth date (architecture §9). */
export type Identity = {
  readonly country: string;
  readonly kind: string;
  readonly number: string;
  readonly birthDate: string;
};

/**
 * What a record can be found by. Values are kept only as HMACs under a vault key. A value carries its scope, a number its issuer
 * say: records that share a value are seen to share it.
 */
export type LookupKind = 'verification-code' | 'consent-token' | 'number' | 'document';

export const ERASED = 'ERASED' as const;
export type Erased = typeof ERASED;

/** All that a vault keeps of one pushed record. */
export type Keeping = {
  readonly controller: string;
  /** The worker: by who they are, or as the subject of an earlier record. */
  readonly owner: { readonly identity: Identity } | { readonly subject: string };
  /** What is sealed. */
  readonly contents: Uint8Array;
  /** What the record is found by. */
  readonly values: readonly { readonly kind: LookupKind; readonly value: string }[];
  readonly claims: readonly {
    readonly issuer: string;
    readonly list: string;
    readonly index: number;
  }[];
};

/** A list by its name, as clearances name it: `KG.MOH-1`. */
export type StatusListName = { readonly issuer: string; readonly list: string };

/** Which of the issuer's records do not stand, beside those that were destroyed. */
export type Standing = {
  readonly withdrawn: readonly RecordName[];
  /** Those that are not to be known yet, where a list of an earlier time is asked for. */
  readonly unknown?: readonly RecordName[];
};

export type Kept = { readonly subject: string; readonly sealed: Uint8Array };

/**
 * Keys and keyed digests, outside the event log (architecture §9). The event holds the sealed bytes; the
 * vault only what opens them. An abstract class, so that it is the Nest token too.
 *
 * Promises, each a test of the conformance suite:
 * - `subjectOf` gets or creates; of concurrent creators one wins and all get its id;
 * - whatever resolves is durable: a key is on disk before an event can name it;
 * - calls of one tick take effect in the order in which they were made: a record can be sealed, remembered and claimed for at once;
 * - `keep` keeps all of a pushed record or nothing;
 * - `seal` makes a record's key once and never replaces it; another owner for the same record is refused;
 * - `open` gives back what was sealed, only under the same record name, and refuses altered bytes; a lost key is an error, not ERASED;
 * - `destroy` leaves a tombstone: `seal`, `open` answer ERASED for ever, `lookup` finds nothing, status rows are unlinked,
 *   the owner's identity leads to a new subject;
 * - destruction is immediate for the running hub and, after `turn`, final for every earlier copy of the vault's files;
 * - a status index is claimed by one record at most, only if allocated;
 * - `statuses` tells how things stand at each index, and neither whose it is nor how many were drawn;
 * - no value handed to `subjectOf`, `remember`, `lookup` is in the files, not even after deletion.
 */
export abstract class Vault {
  /**
   * `subjectOf`, `seal`, `remember` and `claim` for one record, in one step; ERASED if the record or its owner is destroyed.
   * @throws RuleBroken RULE_STATUS_INDEX_SPENT with the pointer `/<n>` of the first claim that is not free; then nothing is kept.
   */
  abstract keep(record: RecordName, keeping: Keeping): Promise<Kept | Erased>;
  abstract subjectOf(controller: string, identity: Identity): Promise<string>;
  /**
   * Sealed bytes (random nonce, ciphertext, tag) under the record's own key; the record's name is bound in.
   * @throws RuleBroken RULE_RECORD_ID_REUSED if the record is another owner's.
   */
  abstract seal(record: RecordName, owner: Owner, bytes: Uint8Array): Promise<Uint8Array | Erased>;
  /**
   * @throws StoreError STORE_KEY_MISSING if the vault never had the record's key or a tombstone of it, STORE_CORRUPT if the bytes
   * are not what was sealed for this record.
   */
  abstract open(record: RecordName, sealed: Uint8Array): Promise<Uint8Array | Erased>;
  /**
   * Lets `lookup` find the record by this value; of a destroyed record nothing is remembered.
   * @throws RuleBroken RULE_RECORD_UNKNOWN if it was not sealed before: its owner's erasure would miss it.
   */
  abstract remember(kind: LookupKind, value: string, record: RecordName): Promise<void>;
  /** Records that were remembered by this value, oldest first. */
  abstract lookup(kind: LookupKind, value: string): Promise<RecordName[]>;
  /** Draws `count` random unused indices of the issuer's current list, opening a new list when it is full. */
  abstract allocate(
    issuer: string,
    count: number,
  ): Promise<{ readonly list: string; readonly indices: readonly number[] }>;
  /**
   * Claims an allocated index for a record; false if it is not allocated to `issuer`, claimed by another record, or if the record
   * is destroyed. The same claim again is true. @throws RuleBroken RULE_RECORD_UNKNOWN if the record was not sealed before.
   */
  abstract claim(issuer: string, list: string, index: number, record: RecordName): Promise<boolean>;
  abstract statusLists(): Promise<readonly StatusListName[]>;
  /**
   * A list as it is published, a bit for each index: 0 where a record has it that stands, 1 where the record does not, or was
   * destroyed, or where the index was drawn and no record came; noise where it was never drawn, always the same.
   * @returns undefined if there is no such list
   */
  abstract statuses(list: string, standing: Standing): Promise<Uint8Array | undefined>;
  abstract destroy(
    target: { readonly record: RecordName } | { readonly owner: Owner },
  ): Promise<void>;
  /**
   * A new epoch key: owner keys are wrapped anew in one transaction, then the old key is destroyed. `backup` is awaited between
   * the two, when a copy of the database opens under the new key alone. After a failure or a crash the next turn completes the
   * one that was begun.
   */
  abstract turn(backup?: () => Promise<void>): Promise<{ readonly epoch: number }>;
  /** The position up to which erasures of the event store are carried out here; kept by the vault, so that a restored one replays the rest. */
  abstract erasuresUpTo(): Promise<string | undefined>;
  abstract erasuresDone(upTo: string): Promise<void>;
  abstract close(): Promise<void>;
}
