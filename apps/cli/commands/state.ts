import { writeFile } from 'node:fs/promises';
import { Option } from 'commander';
import { draftQuorum, quorumStatement, signQuorum, type QuorumStatement } from '#client';
import type { Instant } from '#kernel';
import type { MembershipStatus } from '#participants';
import { isObject } from '#signing';
import { UsageError } from '../shell/failure.ts';
import { jsonFile, writeNew } from '../shell/files.ts';
import { factsIn } from '../shell/public-key.ts';
import { showReceipt } from '../shell/receipt.ts';
import type { Session } from '../shell/session.ts';
import { facts } from '../shell/table.ts';
import { instant } from '../shell/values.ts';
import { examples, group, type Verb } from '../shell/verb.ts';

const STATUSES = ['member', 'observer', 'suspended', 'left'] as const satisfies MembershipStatus[];

export const state: Verb = (parent, act) => {
  const one = group(
    parent,
    'state',
    'a state is admitted, suspended or leaves, by the quorum of roots',
  );
  one
    .command('draft')
    .description('write the statement, unsigned')
    .argument('<file>', 'to write')
    .requiredOption('--state <state>', 'which it is about')
    .addOption(
      new Option('--status <status>', 'what it is').choices(STATUSES).makeOptionMandatory(),
    )
    .option('--root <file>', 'of a state that comes in: the public facts of its root')
    .option('--from <instant>', 'default now', instant)
    .addHelpText(
      'after',
      examples(
        'eurasec state draft am.json --state AM --status member --root AM-root.json',
        'eurasec state draft by.json --state BY --status suspended',
      ),
    )
    .action(act(draft));
  one
    .command('sign')
    .description("add a root's signature; the file goes from state to state")
    .argument('<file>')
    .addHelpText('after', examples('eurasec state sign am.json --as KG'))
    .action(act(sign));
  one
    .command('send')
    .description('give it to the hub, once enough roots have signed')
    .argument('<file>')
    .addHelpText('after', examples('eurasec state send am.json'))
    .action(act(send));
};

type Draft = {
  readonly state: string;
  readonly status: MembershipStatus;
  readonly root?: string;
  readonly from?: Instant;
};

async function draft(session: Session, file: string, options: Draft): Promise<void> {
  const { state: about, status, root, from = session.now() } = options;
  if (!/^[A-Z]{2}$/.test(about)) throw new UsageError('--state takes two capitals, like AM.');
  const key = root === undefined ? undefined : await factsIn(session, root);
  if (key && (key.use !== 'root' || key.holder !== about))
    throw new UsageError(`${root} is not the root of ${about}.`);
  const statement = draftQuorum(
    { state: about, status, from, ...(key && { root: key.jwk }) },
    session.now(),
  );
  await writeNew(file, jsonFile(statement));
  tell(session, statement);
}

async function sign(session: Session, file: string): Promise<void> {
  const signed = signQuorum(await read(session, file), await session.key('root'));
  await writeFile(file, jsonFile(signed));
  tell(session, signed);
}

async function send(session: Session, file: string): Promise<void> {
  const statement = await read(session, file);
  if (statement.signatures.length === 0) throw new UsageError(`Nobody has signed ${file} yet.`);
  await showReceipt(session, await session.publicHub().submitStatement(quorumStatement(statement)));
}

async function read(session: Session, file: string): Promise<QuorumStatement> {
  const value = await session.readJson(file);
  const { typ, payload, signatures } = isObject(value) ? value : {};
  if (
    /^(admission|membership)\+jws$/.test(String(typ)) &&
    isObject(payload) &&
    Array.isArray(signatures)
  )
    return value as QuorumStatement; // Its form was checked.
  throw new UsageError(`${file} is not what eurasec state draft writes.`);
}

function tell(session: Session, { typ, payload, signatures }: QuorumStatement): void {
  const { state: about, status, from } = payload as { [name: string]: string };
  const told = { statement: typ, state: about, status, from, signatures: signatures.length };
  session.show(told, () => facts(told));
}
