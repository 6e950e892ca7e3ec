import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dayOf } from '#kernel';
import { sampleCertificate } from '#testing';
import { CommandLine } from './command-line.ts';
import type { Stage } from './stage.ts';

/** A push as it stands in a file. */
export type FiledPush = { readonly record: string; readonly clearances: readonly string[] };

/** What `--json` prints of a pushed line. */
export type Outcome = {
  readonly line: number;
  readonly status: number;
  readonly file?: string;
  readonly record?: { readonly issuer: string; readonly id: string; readonly digest: string };
  readonly receipt?: string;
  readonly problem?: { readonly code: string };
};

/** The health ministry of Kyrgyzstan at its command line, with files of invented people. */
export class Desk {
  readonly eurasec: CommandLine;
  readonly #stage: Stage;
  #people = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.eurasec = new CommandLine(stage);
  }

  path(name: string): string {
    return join(this.#stage.folder, name);
  }

  /** Writes a file of lines, and says its name. */
  async write(name: string, ...lines: readonly string[]): Promise<string> {
    await writeFile(this.path(name), lines.map((line) => `${line}\n`).join(''));
    return name;
  }

  async lines(name: string): Promise<string[]> {
    return (await readFile(this.path(name), 'utf8')).split('\n').filter(Boolean);
  }

  /** What a ministry states of somebody new, examined today; the verification code is drawn at signing. */
  claims(): Record<string, unknown> {
    const today = dayOf(new Date().toISOString());
    const { verificationCode: _, ...stated } = sampleCertificate({
      n: (this.#people += 1),
      issuedOn: today,
    });
    return stated;
  }

  /** So many signed certificates in a file. */
  async issued(count: number): Promise<{ readonly file: string; readonly pushes: FiledPush[] }> {
    const stated = Array.from({ length: count }, () => JSON.stringify(this.claims()));
    const file = `signed-${this.#people}.ndjson`;
    await this.write(`stated-${this.#people}.ndjson`, ...stated);
    await this.eurasec.done('KG.MOH', 'issue', `stated-${this.#people}.ndjson`, '--out', file);
    const pushes = (await this.lines(file)).map((line) => JSON.parse(line) as FiledPush);
    return { file, pushes };
  }

  push(file: string): Promise<Outcome[]> {
    return this.eurasec.json<Outcome>('KG.MOH', 'push', file);
  }

  /** A certificate that the hub has. */
  async pushed(): Promise<{ readonly id: string; readonly push: FiledPush }> {
    const { file, pushes } = await this.issued(1);
    const [outcome] = await this.push(file);
    return { id: outcome!.record!.id, push: pushes[0]! };
  }
}
