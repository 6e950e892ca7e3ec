/**
 * What the vault keeps: keys wrapped by keys, blinded digests, and no value of any person. A row whose key is null is a
 * tombstone and stays for ever. Each row names the epoch that it lies under: a turn goes through them while hubs work.
 *
 * No foreign keys: what would be referred to is never deleted, and each would lock the row it refers to at each push.
 */
export const schema = `
-- One transaction, as every script is. Hubs that meet at a new database make it one after the other.
SELECT pg_advisory_xact_lock(hashtextextended('eurasec vault', 0));

-- One row: the epoch that new rows lie under, and the oldest that any may lie under; they differ while a turn goes on.
CREATE TABLE IF NOT EXISTS vault (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  id text NOT NULL,
  epoch integer NOT NULL,
  oldest integer NOT NULL,
  digest_key bytea,
  erasures_up_to text COLLATE "C"
);

-- (controller state, subject); the key is wrapped by the epoch's.
CREATE TABLE IF NOT EXISTS owner (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  controller text COLLATE "C" NOT NULL,
  subject text COLLATE "C" NOT NULL,
  epoch integer NOT NULL,
  key bytea,
  UNIQUE (controller, subject)
);

-- By which blinded digest an owner is found again.
CREATE TABLE IF NOT EXISTS identity (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  digest bytea NOT NULL UNIQUE,
  epoch integer NOT NULL,
  owner bigint NOT NULL
);
CREATE INDEX IF NOT EXISTS identity_by_owner ON identity (owner);

-- The key is wrapped by its owner's. The owner is null only on the tombstone of a record that was never sealed here.
CREATE TABLE IF NOT EXISTS record (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text COLLATE "C" NOT NULL UNIQUE,
  owner bigint,
  key bytea
);
CREATE INDEX IF NOT EXISTS record_by_owner ON record (owner);

-- By which blinded digests a record is found again.
CREATE TABLE IF NOT EXISTS lookup (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  digest bytea NOT NULL,
  epoch integer NOT NULL,
  record bigint NOT NULL,
  UNIQUE (digest, record)
);
CREATE INDEX IF NOT EXISTS lookup_by_record ON lookup (record);

-- One bit for each index: allocated or not. Not compressed, so that one byte can be read alone.
CREATE TABLE IF NOT EXISTS status_list (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  issuer text COLLATE "C" NOT NULL,
  number integer NOT NULL,
  allocated bytea NOT NULL,
  UNIQUE (issuer, number)
);
ALTER TABLE status_list ALTER COLUMN allocated SET STORAGE EXTERNAL;

-- Indices in use. The record is null once it is destroyed; the index is never used again.
CREATE TABLE IF NOT EXISTS status_claim (
  list bigint NOT NULL,
  position integer NOT NULL,
  record bigint,
  PRIMARY KEY (list, position)
);
CREATE INDEX IF NOT EXISTS status_claim_by_record ON status_claim (record);
`;
