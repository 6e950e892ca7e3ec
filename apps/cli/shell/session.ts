import { access } from 'node:fs/promises';
import { HubClient, KeyFolder, readKnowledge, type Knowledge } from '#client';
import type { Instant } from '#kernel';
import { verifyGenesis, type Genesis, type SigningKey } from '#signing';
import { UsageError } from './failure.ts';
import { readJson, readText } from './files.ts';
import type { Io } from './io.ts';
import { DEFAULT_PASSPHRASE_FILE, type CommonOptions } from './options.ts';

/** A hub that is behind is asked again for as long as a person waits. */
const PATIENCE = { patienceSeconds: 30 };

/** One run of a command: whose keys it uses, which hub it speaks to, and how it prints. */
export class Session {
  readonly options: CommonOptions;
  readonly io: Io;

  constructor(options: CommonOptions, io: Io) {
    this.options = options;
    this.io = io;
  }

  now(): Instant {
    return this.io.now();
  }

  /** @throws UsageError without `--as` */
  get holder(): string {
    const { as } = this.options;
    if (as === undefined) throw new UsageError('Say who acts, for example --as KG.MOH.');
    if (!/^[A-Z]{2}(\.[A-Z0-9]{1,16}){0,2}$|^HUB$/.test(as))
      throw new UsageError('--as takes an authority or agency like KG.MOH, or a state like KG.');
    return as;
  }

  /** The acting participant's private key of that use. @throws WireError `WIRE_KEY_FILE` */
  async key(use: SigningKey['use'], holder: string = this.holder): Promise<SigningKey> {
    return (await this.keyFolder()).load(holder, use);
  }

  async keyFolder(): Promise<KeyFolder> {
    return new KeyFolder(this.options.keys, await this.#passphrase());
  }

  /** The hub, with requests signed by the acting participant. */
  async hub(): Promise<HubClient> {
    return new HubClient(this.#hubUrl(), await this.key('request'), PATIENCE);
  }

  /** The hub as anybody reads it, and as statements reach it. */
  publicHub(): HubClient {
    return new HubClient(this.#hubUrl(), undefined, PATIENCE);
  }

  /**
   * The founding document, from its file, or from the hub where the hash is given.
   * @throws TrustError if it is another one than the hash says, or not signed by every root
   */
  async genesis(): Promise<Genesis> {
    const { genesis: file, genesisHash } = this.options;
    if (await isThere(file)) return verifyGenesis(await readText(file, this.io), genesisHash);
    if (genesisHash === undefined)
      throw new UsageError(
        `${file} is not there. Name the founding document with --genesis, or give its hash with --genesis-hash to have it from the hub.`,
      );
    return verifyGenesis(await this.publicHub().genesis(), genesisHash);
  }

  /** Trust list and contracts, proved from genesis; says so when the hub holds more than it can prove. */
  async knowledge(hub: HubClient): Promise<Knowledge> {
    const knowledge = await readKnowledge(hub, await this.genesis());
    const { length } = knowledge.findings;
    if (length > 0)
      this.io.err(
        `The hub holds ${length} event${length > 1 ? 's' : ''} about participants or contracts that nothing proves; left out. An auditor sees which: eurasec audit replay.\n`,
      );
    return knowledge;
  }

  readJson(file: string): Promise<unknown> {
    return readJson(file, this.io);
  }

  /** One document for a machine, or its text for a person. */
  show(document: object, text: string | (() => string)): void {
    if (this.options.json) this.io.out(`${JSON.stringify(document)}\n`);
    else this.io.out(typeof text === 'string' ? text : text());
  }

  #hubUrl(): string {
    const { hub } = this.options;
    if (URL.canParse(hub) && /^https?:$/.test(new URL(hub).protocol)) return hub;
    throw new UsageError('--hub (HUB_URL) takes a URL like https://hub.example.');
  }

  async #passphrase(): Promise<string> {
    const { passphraseFile } = this.options;
    const given = passphraseFile === undefined ? this.io.environment['KEY_PASSPHRASE'] : undefined;
    if (given) return given;
    const file = passphraseFile ?? DEFAULT_PASSPHRASE_FILE;
    if (passphraseFile === undefined && !(await isThere(file)))
      throw new UsageError(
        'Give the passphrase of the keys in KEY_PASSPHRASE or with --passphrase-file.',
      );
    const passphrase = (await readText(file, this.io)).trim();
    if (passphrase === '') throw new UsageError(`${file} holds no passphrase.`);
    return passphrase;
  }
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
