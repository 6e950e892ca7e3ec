import type { Session } from '../../shell/session.ts';
import { facts, table } from '../../shell/table.ts';
import { recordId } from '../../shell/values.ts';
import { examples, type Verb } from '../../shell/verb.ts';
import { openDelivery, STANDINGS } from './open-deliveries.ts';

export const showDelivery: Verb = (parent, act) => {
  parent
    .command('show')
    .description('one of them: how it stands and why, and what it holds back')
    .argument('<event>', 'its event, as list names it', recordId)
    .addHelpText('after', examples('eurasec delivery show <event> --as RU.MOH'))
    .action(act(show));
};

async function show(session: Session, event: string): Promise<void> {
  const { delivery, held } = await openDelivery(await session.hub(), event);
  const { standing, type, stream, revision, recordedAt, reason, since } = delivery;
  session.show({ ...delivery, held }, () => {
    const known = { standing, meaning: STANDINGS[standing], reason, since };
    const place = { event, what: type, recorded: recordedAt, stream, revision };
    const behind = held.map((one) => [one.event, one.type, one.recordedAt]);
    const waiting =
      behind.length > 0
        ? `\nBehind it, in this order:\n\n${table([['event', 'what', 'recorded'], ...behind])}`
        : '';
    return `${facts({ ...known, ...place })}${waiting}`;
  });
}
