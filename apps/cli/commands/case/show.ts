import type { Axes } from '#client';
import type { Session } from '../../shell/session.ts';
import { facts } from '../../shell/table.ts';
import { instant, participant, recordId } from '../../shell/values.ts';
import { examples, type Verb } from '../../shell/verb.ts';

export const show: Verb = (parent, act) => {
  parent
    .command('show')
    .description('where a case stands, and whether it may go on; agencies are told no more')
    .argument('<issuer>', 'the labour ministry that opened it', participant)
    .argument('<id>', 'of its record', recordId)
    .option('--valid-at <instant>', 'in effect then', instant)
    .option('--known-at <instant>', 'as the hub had been told by then', instant)
    .addHelpText('after', examples('eurasec case show KG.MOL <id> --as RU.MOL'))
    .action(act(run));
};

async function run(session: Session, issuer: string, id: string, axes: Axes): Promise<void> {
  const one = await (await session.hub()).recruitmentCase({ issuer, id }, axes);
  session.show(one, () =>
    facts({
      status: one.status,
      since: one.since,
      'may go on': one.canProceed ? 'yes' : 'no',
      opened: one.recordedAt,
      digest: one.digest,
      'told to': one.to?.map(({ authority }) => authority).join(' '),
      record: recordOf(one.presentation),
      'consent withdrawn': one.withdrawal?.at,
      stays: one.withdrawal && Object.keys(one.withdrawal.stays).join(', '),
    }),
  );
}

/** What of the record is shown is printed with --json only. */
const recordOf = (presentation: string | undefined): string | undefined =>
  presentation === undefined || presentation === 'ERASED' ? presentation : 'shown with --json';
