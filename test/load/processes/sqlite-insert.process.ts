/**
 * The store's floor: rows of a record's size inserted into SQLite with `synchronous=FULL`, each group durable before
 * the next. Prints rows a second.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const [folder, bytes, group] = [process.argv[2]!, Number(process.argv[3]), Number(process.argv[4])];
const GROUPS = 250;

const database = new DatabaseSync(join(folder, 'insert-floor.db'));
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
database.exec('CREATE TABLE event (position INTEGER PRIMARY KEY, data TEXT NOT NULL) STRICT');
const insert = database.prepare('INSERT INTO event (data) VALUES (?)');
const data = 'e'.repeat(bytes);
const start = performance.now();
for (let done = 0; done < GROUPS; done++) {
  database.exec('BEGIN IMMEDIATE');
  for (let row = 0; row < group; row++) insert.run(data);
  database.exec('COMMIT');
}
const seconds = (performance.now() - start) / 1000;
process.stdout.write(String((GROUPS * group) / seconds));
