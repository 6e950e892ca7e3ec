import type { KeyObject } from 'node:crypto';
import { blind, unblind } from './digests.ts';
import type { EpochKey } from './epoch-keys.ts';
import { seal, unseal, unwrap, wrap } from './sealing.ts';
import type { Owner, RecordName } from './vault.ts';

/** An owner's key, as a database may hold it. */
export const wrapOwnerKey = ({ wrapping }: EpochKey, owner: Owner, key: KeyObject): Uint8Array =>
  wrap(wrapping, ofOwner(owner), key);

/** Unwraps record keys. @throws StoreError STORE_CORRUPT if the wrapping was altered. */
export const unwrapOwnerKey = ({ wrapping }: EpochKey, owner: Owner, key: Uint8Array): KeyObject =>
  unwrap(wrapping, ofOwner(owner), key);

/** A record's key under its owner's. */
export const wrapRecordKey = (under: KeyObject, name: RecordName, key: KeyObject): Uint8Array =>
  wrap(under, ['record-key', name], key);

/** Seals the record's contents. @throws StoreError STORE_CORRUPT if the wrapping was altered. */
export const unwrapRecordKey = (under: KeyObject, name: RecordName, key: Uint8Array): KeyObject =>
  unwrap(under, ['record-key', name], key);

/** The key of all digests, as a database may hold it. */
export const wrapDigestKey = ({ wrapping }: EpochKey, key: KeyObject): Uint8Array =>
  wrap(wrapping, ['digest-key'], key);

export const unwrapDigestKey = ({ wrapping }: EpochKey, key: Uint8Array): KeyObject =>
  unwrap(wrapping, ['digest-key'], key);

/** What a turn does to all that lies under the old epoch: the same keys and digests, under the new one. */
export type Anew = {
  readonly ownerKey: (owner: Owner, key: Uint8Array) => Uint8Array;
  readonly digestKey: (key: Uint8Array) => Uint8Array;
  readonly digest: (blinded: Uint8Array) => Uint8Array;
};

export const anew = (before: EpochKey, after: EpochKey): Anew => ({
  ownerKey: (owner, key) =>
    seal(after.wrapping, ofOwner(owner), unseal(before.wrapping, ofOwner(owner), key)),
  digestKey: (key) =>
    seal(after.wrapping, ['digest-key'], unseal(before.wrapping, ['digest-key'], key)),
  digest: (blinded) => blind(after.blinding, unblind(before.blinding, blinded)),
});

const ofOwner = ({ controller, subject }: Owner) => ['owner-key', controller, subject] as const;
