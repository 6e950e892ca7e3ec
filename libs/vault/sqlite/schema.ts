/**
 * What the vault keeps: keys wrapped by keys, blinded digests, and no value of any person. A row whose key is null is a
 * tombstone and stays for ever.
 */
export const schema = `
-- One row: which epoch wraps the owners' keys and blinds the digests; the key of all digests.
CREATE TABLE IF NOT EXISTS vault (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  id TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  digest_key BLOB,
  erasures_up_to TEXT
) STRICT;

-- (controller state, subject); the key is wrapped by the epoch's.
CREATE TABLE IF NOT EXISTS owner (
  id INTEGER PRIMARY KEY,
  controller TEXT NOT NULL,
  subject TEXT NOT NULL,
  key BLOB,
  UNIQUE (controller, subject)
) STRICT;

-- By which blinded digest an owner is found again.
CREATE TABLE IF NOT EXISTS identity (
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE,
  owner INTEGER NOT NULL REFERENCES owner
) STRICT;
CREATE INDEX IF NOT EXISTS identity_by_owner ON identity (owner);

-- The key is wrapped by its owner's. The owner is null only on the tombstone of a record that was never sealed here.
CREATE TABLE IF NOT EXISTS record (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  owner INTEGER REFERENCES owner,
  key BLOB
) STRICT;
CREATE INDEX IF NOT EXISTS record_by_owner ON record (owner);

-- By which blinded digests a record is found again.
CREATE TABLE IF NOT EXISTS lookup (
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL,
  record INTEGER NOT NULL REFERENCES record,
  UNIQUE (digest, record)
) STRICT;
CREATE INDEX IF NOT EXISTS lookup_by_record ON lookup (record);

-- One bit for each index: allocated or not.
CREATE TABLE IF NOT EXISTS status_list (
  id INTEGER PRIMARY KEY,
  issuer TEXT NOT NULL,
  number INTEGER NOT NULL,
  allocated BLOB NOT NULL,
  UNIQUE (issuer, number)
) STRICT;

-- Indices in use. The record is null once it is destroyed; the index is never used again.
CREATE TABLE IF NOT EXISTS status_claim (
  list INTEGER NOT NULL REFERENCES status_list,
  position INTEGER NOT NULL,
  record INTEGER REFERENCES record,
  PRIMARY KEY (list, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS status_claim_by_record ON status_claim (record);
`;
