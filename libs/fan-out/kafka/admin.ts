import type { Admin, Kafka } from 'kafkajs';

/** The one connection for questions. After any error it is another one: the client does not always find back by itself. */
export class Questions {
  readonly #kafka: Kafka;
  #admin: Promise<Admin> | undefined;

  constructor(kafka: Kafka) {
    this.#kafka = kafka;
  }

  async ask<Answer>(question: (admin: Admin) => Promise<Answer>): Promise<Answer> {
    const connected = (this.#admin ??= this.#connect());
    try {
      return await question(await connected);
    } catch (error) {
      if (this.#admin === connected) this.#admin = undefined;
      void connected.then((admin) => admin.disconnect()).catch(() => {});
      throw error;
    }
  }

  async close(): Promise<void> {
    const admin = await this.#admin?.catch(() => undefined);
    await admin?.disconnect().catch(() => {});
  }

  async #connect(): Promise<Admin> {
    const admin = this.#kafka.admin();
    await admin.connect();
    return admin;
  }
}
