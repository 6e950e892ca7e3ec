import { prepared, type SqliteWriter } from '#sqlite';
import type { Message } from '../fan-out.ts';
import type { operations } from './operations.ts';

/** A message by its place; its body is read only when it is handled. */
export type Place = { readonly id: number; readonly key: string };

/** The waiting messages of one authority, in the order they were published. */
export class Queue {
  readonly #writer: SqliteWriter<typeof operations>;
  readonly #state: string;
  readonly #authority: string;

  constructor(writer: SqliteWriter<typeof operations>, state: string, authority: string) {
    this.#writer = writer;
    this.#state = state;
    this.#authority = authority;
  }

  /** At most `limit` places after `id`. */
  after(id: number, limit: number): Place[] {
    return this.#select(
      `SELECT id, key FROM message WHERE state = ? AND authority = ? AND id > ?
       ORDER BY id LIMIT ?`,
    ).all(this.#state, this.#authority, id, limit) as Place[];
  }

  /** The first place of `key` after `id`, not beyond `last`. */
  nextOf(key: string, id: number, last: number): number | undefined {
    const row = this.#select(
      `SELECT id FROM message WHERE state = ? AND key = ? AND authority = ? AND id > ? AND id <= ?
       ORDER BY id LIMIT 1`,
    ).get(this.#state, key, this.#authority, id, last);
    return row?.['id'] as number | undefined;
  }

  /** Undefined for a message that was forgotten. */
  read(id: number): Message | undefined {
    return this.#select(
      'SELECT authority, event, key, lane_key AS laneKey, value FROM message WHERE id = ?',
    ).get(id) as Message | undefined;
  }

  count(): number {
    return this.#select(
      'SELECT count(*) AS count FROM message WHERE state = ? AND authority = ?',
    ).get(this.#state, this.#authority)?.['count'] as number;
  }

  done(ids: readonly number[]): Promise<void> {
    return this.#writer.call('done', ids);
  }

  #select(sql: string) {
    return prepared(this.#writer.reader(), sql);
  }
}
