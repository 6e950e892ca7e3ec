import { parseStatusList, type ParsedStatusList } from '#credentials';
import { instantOf, type Instant } from '#kernel';
import { writeNew } from '../shell/files.ts';
import type { Session } from '../shell/session.ts';
import { facts } from '../shell/table.ts';
import { instant, wholeNumber } from '../shell/values.ts';
import { examples, group, type Verb } from '../shell/verb.ts';

export const statusList: Verb = (parent, act) => {
  const one = group(parent, 'status-list', "an issuer's status list");
  one
    .command('allocate')
    .description(
      'random indices for clearances that are signed elsewhere; eurasec issue does it itself',
    )
    .requiredOption('--count <number>', 'how many', wholeNumber(1, 10_000))
    .addHelpText('after', examples('eurasec status-list allocate --as KG.MOH --count 100'))
    .action(act(allocate));
  one
    .command('show')
    .description('a list as it is published now; anybody may see it')
    .argument('<list>', 'its name or URI, as clearances name it')
    .option('--out <file>', 'keep the signed list')
    .addHelpText('after', examples('eurasec status-list show KG.MOH-1 --out KG.MOH-1.jwt'))
    .action(act(show));
  one
    .command('past')
    .description('a list as it stood, for auditors: to judge one that was signed then')
    .argument('<list>', 'its name')
    .requiredOption('--known-at <instant>', 'by what the hub had been told by then', instant)
    .addHelpText(
      'after',
      examples('eurasec status-list past KG.MOH-1 --as KZ.AUDIT --known-at 2026-11-01T08:00:00Z') +
        '\nIndices whose records were erased since read 1.\n',
    )
    .action(act(past));
};

async function allocate(session: Session, { count }: { readonly count: number }): Promise<void> {
  const hub = await session.hub();
  const { uri, indices } = await hub.allocateStatusIndices(session.holder, count);
  session.show({ uri, indices }, `${uri}\n${indices.map((index) => `${index}\n`).join('')}`);
}

async function show(
  session: Session,
  list: string,
  { out }: { readonly out?: string },
): Promise<void> {
  const token = await session.publicHub().statusList(list);
  const parsed = parseStatusList(token);
  if (out !== undefined) await writeNew(out, token);
  session.show({ token, ...described(parsed) }, () => facts(described(parsed)));
}

const described = ({ header, list: { uri, iat, exp, ttl } }: ParsedStatusList) => ({
  uri,
  kid: header.kid,
  asOf: instantOf(iat),
  endsAt: instantOf(exp),
  ttl,
});

async function past(
  session: Session,
  list: string,
  { knownAt }: { readonly knownAt: Instant },
): Promise<void> {
  const stood = await (await session.hub()).pastStatusList(list, knownAt);
  session.show(stood, `${stood.lst}\n`);
}
