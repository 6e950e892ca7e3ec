import { Option, type Command } from 'commander';

/** Options that every command takes, before or after its name. */
export type CommonOptions = {
  readonly hub: string;
  readonly keys: string;
  readonly genesis: string;
  readonly genesisHash?: string;
  readonly passphraseFile?: string;
  readonly as?: string;
  readonly json?: boolean;
};

export const DEFAULT_PASSPHRASE_FILE = 'data/passphrase';

export const addCommonOptions = (command: Command): Command =>
  command
    .option(
      '--as <participant>',
      'who acts: an authority or agency (KG.MOH), or a state for its root (KG)',
    )
    .addOption(new Option('--hub <url>', 'the hub').env('HUB_URL').default('http://127.0.0.1:8080'))
    .addOption(
      new Option('--keys <folder>', 'private keys, as <holder>/<use>.key')
        .env('KEYS')
        .default('data/keys'),
    )
    .option(
      '--passphrase-file <file>',
      `holds what opens the keys; else KEY_PASSPHRASE, else ${DEFAULT_PASSPHRASE_FILE}`,
    )
    .addOption(
      new Option('--genesis <file>', 'the founding document that everything is verified from')
        .env('GENESIS')
        .default('data/genesis.json'),
    )
    .addOption(
      new Option(
        '--genesis-hash <hash>',
        'its hash, learned out of band; another document is refused',
      ).env('GENESIS_HASH'),
    )
    .option('--json', 'print for machines, one JSON document a line');
