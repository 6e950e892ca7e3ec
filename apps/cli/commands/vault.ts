import { spawn } from 'node:child_process';
import { once } from 'node:events';
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
  readonly backupCommand?: string;
  readonly withoutBackup?: boolean;
};

export const vault: Verb = (parent, act) => {
  group(parent, 'vault', "the hub's keys of records and workers")
    .command('turn')
    .description(
      'begin a new epoch: from then on no earlier copy of the vault opens anything; an embedded vault must not be in use, hubs go on with one that VAULT_URL=postgres://… names',
    )
    .option('--file <file>', "the embedded vault's database", 'data/vault.db')
    .option('--epoch-keys <folder>', 'the folder of its epoch keys', 'data/epoch-keys')
    .option('--backup <file>', 'copy the embedded database there before the old key is destroyed')
    .option(
      '--backup-command <command>',
      'what backs PostgreSQL up; the old key is destroyed once it has succeeded',
    )
    .option('--without-backup', 'the vault is kept by other means')
    .addHelpText(
      'after',
      examples(
        'eurasec vault turn --backup /backup/vault.db',
        'VAULT_URL=postgres://hub@db/vault eurasec vault turn --backup-command "pgbackrest backup"',
      ),
    )
    .action(act(turn));
};

async function turn(session: Session, options: Options): Promise<void> {
  const url = process.env['VAULT_URL'] ?? '';
  const turned = /^postgres(ql)?:/.test(url)
    ? await turnDatabase(url, options)
    : await turnFile(options);
  session.show(turned, facts({ ...turned, backup: turned.backup ?? 'none' }));
}

type Turned = { readonly epoch: number; readonly backup: string | undefined };

async function turnFile({ file, epochKeys, backup, ...options }: Options): Promise<Turned> {
  const { withoutBackup = false, backupCommand } = options;
  if (backupCommand !== undefined || (backup === undefined) !== withoutBackup)
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
    return { epoch, backup };
  } finally {
    await thread.close();
  }
}

async function turnDatabase(url: string, options: Options): Promise<Turned> {
  const { epochKeys, backup, backupCommand: command, withoutBackup = false } = options;
  if (backup !== undefined || (command === undefined) !== withoutBackup)
    throw new UsageError(
      'Give either --backup-command and what backs PostgreSQL up, or --without-backup: copies from before the turn open nothing.',
    );
  await access(epochKeys); // Whoever has no keys is not to found a vault.
  const { PostgresVault } = await import('#vault/postgres'); // No other command waits for it.
  const opened = await PostgresVault.open({ url, epochKeys });
  try {
    const { epoch } = await opened.turn(async () => {
      if (command !== undefined) await succeed(command);
    });
    return { epoch, backup: command };
  } finally {
    await opened.close();
  }
}

/** Runs a shell command, whose words are shown as they come. */
async function succeed(command: string): Promise<void> {
  const child = spawn(command, { shell: true, stdio: ['ignore', process.stderr, process.stderr] });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0)
    throw new UsageError(
      `The backup failed (${code}), so the old key is still there; the next turn completes this one.`,
    );
}

async function copyDurably(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  const copy = await open(to, 'r+');
  await copy.sync();
  await copy.close();
}
