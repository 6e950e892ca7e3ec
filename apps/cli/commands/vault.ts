import { existsSync } from 'node:fs';
import { access, copyFile, open } from 'node:fs/promises';
import { SqliteThread } from '#sqlite';
import { SqliteVault } from '#vault/sqlite';
import { UsageError } from '../shell/failure.ts';
import type { Session } from '../shell/session.ts';
import { facts } from '../shell/table.ts';
import { examples, group, type Verb } from '../shell/verb.ts';

type Options = {
  readonly file: string;
  readonly epochKeys: string;
  readonly backup?: string;
  readonly withoutBackup?: boolean;
};

export const vault: Verb = (parent, act) => {
  group(parent, 'vault', "the hub's keys of records and workers")
    .command('turn')
    .description(
      'begin a new epoch: from then on no earlier copy of the vault opens anything; the hub must be stopped',
    )
    .option('--file <file>', "the embedded vault's database", 'data/vault.db')
    .option('--epoch-keys <folder>', 'the folder of its epoch keys', 'data/epoch-keys')
    .option('--backup <file>', 'copy the database there before the old key is destroyed')
    .option('--without-backup', 'the vault is kept by other means')
    .addHelpText('after', examples('eurasec vault turn --backup /backup/vault.db'))
    .action(act(turn));
};

async function turn(session: Session, options: Options): Promise<void> {
  const { file, epochKeys, backup, withoutBackup = false } = options;
  if ((backup === undefined) !== withoutBackup)
    throw new UsageError(
      'Give either --backup and a file, or --without-backup: copies from before the turn open nothing.',
    );
  if (backup !== undefined && existsSync(backup))
    throw new UsageError(`${backup} is there already and is not overwritten.`);
  await access(file); // Opening the vault would make it.
  const thread = SqliteThread.start();
  try {
    const opened = await SqliteVault.open({ thread, file, epochKeys });
    const { epoch } = await opened.turn(async () => {
      if (backup !== undefined) await copyDurably(file, backup);
    });
    session.show({ epoch, backup }, facts({ epoch, backup: backup ?? 'none' }));
  } finally {
    await thread.close();
  }
}

async function copyDurably(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  const copy = await open(to, 'r+');
  await copy.sync();
  await copy.close();
}
