import { checkClearance, fetchOfflineKit, openOfflineKit, type OpenedKit } from '#client';
import { parseClearance, parseStatusList, statusAt } from '#credentials';
import { later, type Instant } from '#kernel';
import { until } from '#testing';
import type { Cast, Certificate } from './cast.ts';
import type { Story } from './story.ts';

const AGENCY = 'RU.AGENCY1';
const DAY = 86_400;

/** What is revoked shows in its issuer's list; an agency keeps the lists, and checks without asking anybody. */
export async function offlineChecks(story: Story, cast: Cast): Promise<void> {
  const [fit, revoked] = [cast.certificate('fit'), cast.certificate('revoked')];
  let kit: OpenedKit | undefined;
  await story.step('anybody', "reads in KG's list what became of both", '0 and 1', async () => {
    const read = async () => `${await statusOf(cast, fit)} and ${await statusOf(cast, revoked)}`;
    await until(async () => (await read()) === '0 and 1');
    return read();
  });
  await story.step(AGENCY, 'keeps trust list and status lists', 'kept', async () => {
    const fetched = await fetchOfflineKit(await cast.client(AGENCY), cast.now());
    kit = await openOfflineKit(fetched.kit, cast.stage.genesis);
    return kit.unproved === 0 ? 'kept' : `${kit.unproved} events are not proved`;
  });
  const check = (what: string, expected: string, of: Certificate, at: () => Instant) =>
    story.step(AGENCY, `checks offline ${what}`, expected, async () => {
      const told = checkClearance(of.push.clearances![0]!, kit!, { destination: 'RU' }, at());
      return [told.answer, ...told.reasons].join(' ');
    });
  const now = () => cast.now();
  await check('a clearance', 'CONFIRMED', fit, now);
  await check('a revoked one', 'NOT_CONFIRMED NOT_STANDING', revoked, now);
  await check('one with lists of yesterday', 'CANNOT_ANSWER LIST_EXPIRED', fit, () =>
    later(cast.now(), DAY),
  );
}

async function statusOf(cast: Cast, { push }: Certificate): Promise<number | undefined> {
  const { uri, idx } = parseClearance(push.clearances![0]!).payload.status.status_list;
  const { list } = parseStatusList(await (await cast.client(AGENCY)).statusList(uri));
  return statusAt(list, idx);
}
