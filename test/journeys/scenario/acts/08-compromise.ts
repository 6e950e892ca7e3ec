import { reportCompromise } from '#client';
import { hoursAgo, type Cast } from '../cast.ts';
import type { Story } from '../story.ts';

/** A ministry's key got into wrong hands: what was recorded before stands, what came since is in doubt. */
export async function compromise(story: Story, cast: Cast): Promise<void> {
  story.act('A compromised key');
  const key = await cast.endorsed('KG.MOH', 'record');
  const before = await cast.push('before', 40, { key });
  const since = cast.now();
  const after = await cast.push('since', 41, { key });
  const unsuspecting = await cast.nextMoment();
  await story.step('KG', `reports a key compromised`, 'reported', async () => {
    const root = await cast.key('KG', 'root');
    const hub = await cast.client('KG.MOH');
    await hub.submitStatement(reportCompromise(root, cast.now(), { kid: key.kid, since }));
    return 'reported';
  });
  await story.step(
    'thief',
    'signs with it, dated two days back',
    'TRUST_KEY_COMPROMISED',
    async () => {
      await cast.push('backdated', 42, { key, iat: hoursAgo(48) });
      return '201';
    },
  );
  await story.step('RU.AGENCY1', 'asks about a worker recorded before', 'CONFIRMED', async () => {
    const { answer } = await cast.ask(before);
    return answer;
  });
  await story.step('RU.AGENCY1', 'asks about one recorded since', 'NOT_CONFIRMED', async () => {
    const { answer } = await cast.ask(after);
    return answer;
  });
  await story.step(
    "RU.MOH's system",
    'learns which record is under review',
    'KEY_COMPROMISED',
    async () => {
      const { facts } = await cast.arrived('RU.MOH', after, 'ReviewOpened');
      return String(facts!['reason']);
    },
  );
  await story.step("RU.MOH's system", 'hears no doubt of the one before', '0 reviews', async () =>
    Promise.resolve(
      `${cast.documents('RU.MOH', before).filter(({ event }) => event.type === 'ReviewOpened').length} reviews`,
    ),
  );
  await story.step(
    'KZ.AUDIT',
    'asks how it stood, as known before the report',
    'ISSUED',
    async () => {
      const auditor = await cast.client('KZ.AUDIT');
      const { status } = await auditor.certificate<{ status: string }>('KG.MOH', after.id, {
        knownAt: unsuspecting,
      });
      return status;
    },
  );
}
