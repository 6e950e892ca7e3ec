import type { Admin, Kafka } from 'kafkajs';
import { within } from './within.ts';

/** A connection, and how many questions are under way on it. */
type Line = { readonly admin: Promise<Admin>; open: number };

/**
 * The one connection for questions. After any error the next question has another one: the client does not always find
 * back by itself. The old one ends when the last question on it has its answer.
 */
export class Questions {
  readonly #kafka: Kafka;
  #line: Line | undefined;

  constructor(kafka: Kafka) {
    this.#kafka = kafka;
  }

  async ask<Answer>(question: (admin: Admin) => Promise<Answer>): Promise<Answer> {
    const line = (this.#line ??= { admin: this.#connect(), open: 0 });
    line.open++;
    try {
      return await within(line.admin.then(question), 'a question to the brokers');
    } catch (error) {
      if (this.#line === line) this.#line = undefined;
      throw error;
    } finally {
      line.open--;
      this.#endUnused(line);
    }
  }

  async close(): Promise<void> {
    const line = this.#line;
    this.#line = undefined;
    if (line) await this.#end(line);
  }

  #endUnused(line: Line): void {
    if (line !== this.#line && line.open === 0) void this.#end(line);
  }

  #end({ admin }: Line): Promise<void> {
    return admin.then((one) => one.disconnect()).catch(() => {});
  }

  async #connect(): Promise<Admin> {
    const admin = this.#kafka.admin();
    await admin.connect();
    return admin;
  }
}
