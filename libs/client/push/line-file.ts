import { open, type FileHandle } from 'node:fs/promises';

/** A file that only grows, by whole lines: what an interrupted run left in it, and what this run adds. */
export class LineFile {
  /** The lines that were there when it was opened. */
  readonly before: readonly string[];
  readonly #file: FileHandle;

  private constructor(file: FileHandle, before: readonly string[]) {
    this.#file = file;
    this.before = before;
  }

  /**
   * Opens the file, or begins it, for its owner only. A last line that was not written to its end is taken off.
   * @throws the file system's error when it cannot be opened for writing
   */
  static async open(path: string): Promise<LineFile> {
    const file = await open(path, 'a+', 0o600);
    try {
      const text = await file.readFile('utf8');
      const whole = text.slice(0, text.lastIndexOf('\n') + 1);
      await file.truncate(Buffer.byteLength(whole));
      return new LineFile(file, whole.split('\n').slice(0, -1));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** The lines are in the file when this resolves; they survive the end of this process. */
  async append(lines: readonly string[]): Promise<void> {
    if (lines.length > 0) await this.#file.appendFile(lines.map((line) => `${line}\n`).join(''));
  }

  /** Afterwards they survive a power cut too. */
  async close(): Promise<void> {
    await this.#file.sync();
    await this.#file.close();
  }
}
