import type { ReplayFilter } from '#client';
import type { Session } from '../shell/session.ts';
import { instant } from '../shell/values.ts';
import { examples, group, type Verb } from '../shell/verb.ts';
import { asOf } from './as-of.ts';
import { replay } from './audit-replay.ts';

export const audit: Verb = (parent, act) => {
  const one = group(parent, 'audit', 'for auditors: what was exchanged, and the proof of it');
  replay(one, act);
  one
    .command('events')
    .description('every event exactly as it is stored, one a line')
    .option('--after <position>', 'go on after this one')
    .option('--type <type>', 'only of this type, CertificateIssued')
    .option('--stream-prefix <prefix>', 'only of these streams, certificate-KG.MOH-')
    .option('--known-at <instant>', 'only what the hub had been told by then', instant)
    .addHelpText(
      'after',
      examples(
        'eurasec audit events --as KZ.AUDIT > events.ndjson',
        'eurasec audit events --as KZ.AUDIT --type CertificateRevoked --known-at 2026-11-01',
      ),
    )
    .action(act(events));
  asOf(one, act);
};

async function events(session: Session, filter: ReplayFilter): Promise<void> {
  const { after, type, streamPrefix, knownAt } = filter;
  const asked = {
    ...(after !== undefined && { after }),
    ...(type !== undefined && { type }),
    ...(streamPrefix !== undefined && { streamPrefix }),
    ...(knownAt !== undefined && { knownAt }),
  };
  await session.io.flow(asLines((await session.hub()).replay(asked)));
}

async function* asLines(values: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const value of values) yield `${JSON.stringify(value)}\n`;
}
