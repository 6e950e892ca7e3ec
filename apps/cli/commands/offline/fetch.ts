import { rename, rm, writeFile } from 'node:fs/promises';
import { fetchOfflineKit, openOfflineKit, type OpenedKit } from '#client';
import { instantOf } from '#kernel';
import type { Session } from '../../shell/session.ts';
import { facts } from '../../shell/table.ts';
import { examples, type Verb } from '../../shell/verb.ts';

export const fetchKit: Verb = (parent, act) => {
  parent
    .command('fetch')
    .description('while there is a network: keep the trust list and all status lists in a file')
    .argument('<kit>', 'the file; one that is there is replaced once the new one is whole')
    .addHelpText(
      'after',
      examples('eurasec offline fetch kit.json') +
        '\nEverything in it is public, so that no key is needed. Fetch again before the lists end: it says when.\n',
    )
    .action(act(run));
};

async function run(session: Session, file: string): Promise<void> {
  const { kit, unsigned } = await fetchOfflineKit(session.publicHub(), session.now());
  const opened = await openOfflineKit(kit, await session.genesis());
  await replace(file, JSON.stringify(kit));
  for (const uri of unsigned)
    session.io.err(`Nobody signs ${uri}: its issuer's clearances cannot be checked offline.\n`);
  if (opened.unproved > 0)
    session.io.err(`Of the trust list ${opened.unproved} events are not proved; left out.\n`);
  const summary = summaryOf(opened);
  session.show(summary, () =>
    facts({
      kit: file,
      'fetched at': summary.fetchedAt,
      'status lists': summary.lists.length,
      'hold until': summary.endsAt,
    }),
  );
}

/** Whole, or as it was: a kit that broke off would say that lists are missing. */
async function replace(file: string, text: string): Promise<void> {
  const draft = `${file}.new`;
  try {
    await writeFile(draft, text, { flush: true });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

function summaryOf({ fetchedAt, lists }: OpenedKit) {
  const all = [...lists.values()].map(({ list: { uri, iat, exp } }) => ({
    uri,
    asOf: instantOf(iat),
    endsAt: instantOf(exp),
  }));
  const [first] = all.map(({ endsAt }) => endsAt).sort();
  return { fetchedAt, endsAt: first, lists: all };
}
