import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { loadKey, Passphrase, saveKey, type SigningKey } from '#signing';

/** The private keys of several participants, one file each: `<folder>/<holder>/<use>.key`, encrypted under one passphrase. */
export class KeyFolder {
  private readonly folder: string;
  private readonly passphrase: Passphrase;

  constructor(folder: string, passphrase: string) {
    this.folder = folder;
    this.passphrase = new Passphrase(passphrase);
  }

  file(holder: string, use: string): string {
    return join(this.folder, holder, `${use}.key`);
  }

  /** Never overwrites. @throws WireError WIRE_KEY_FILE */
  async save(key: SigningKey, name: string = key.use): Promise<void> {
    await mkdir(join(this.folder, key.holder), { recursive: true, mode: 0o700 });
    await saveKey(this.file(key.holder, name), key, this.passphrase);
  }

  /** @throws WireError WIRE_KEY_FILE */
  load(holder: string, use: string): Promise<SigningKey> {
    return loadKey(this.file(holder, use), this.passphrase);
  }

  /** The keys of one use that lie here, whoever's they are. @throws WireError WIRE_KEY_FILE for one that does not open */
  async loadAll(use: string): Promise<SigningKey[]> {
    const holders = (await this.holders()).filter((one) => existsSync(this.file(one, use)));
    return Promise.all(holders.map((one) => this.load(one, use)));
  }

  /** Who has keys here. */
  async holders(): Promise<string[]> {
    const entries = await readdir(this.folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  }
}
