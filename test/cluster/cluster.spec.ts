import { changeLicence, terminateContract, type HubClient } from '#client';
import { later, type Instant } from '#kernel';
import { parseJws } from '#signing';
import { until } from '#testing';
import { ask, attempt, issue, refusedWith, type Ministry } from '../faults/act.ts';
import { agree } from '../faults/agree.ts';
import { Chance } from '../faults/chance.ts';
import { lostReceipts, outOfOrder, wrongEffects } from '../faults/evidence.ts';
import { extent } from '../faults/extent.ts';
import { effectCount, effectsOf, givenReceipts, keptEvents } from '../faults/inspect.ts';
import { ministryOf } from '../faults/ministry.ts';
import { Office } from '../faults/office.ts';
import { ClusterStage } from './cluster-stage.ts';

/** How long a healthy lane is watched. */
const HEALTH_SECONDS = extent(2, 60);

/** Milliseconds that anything may take on a busy machine. */
const PATIENCE = 120_000;
const LONG = 2 * PATIENCE + HEALTH_SECONDS * 1_000;

const RELAYS = ['relay-RU', 'relay-RU-2'] as const;

type Described = {
  readonly licences: readonly { readonly acts: readonly { readonly act: string }[] }[];
};

describe('two hubs, relays and adapters, each a process', () => {
  let stage: ClusterStage;
  /** Of the last signature: whoever asks after it is answered under the contracts. */
  let agreed: string;
  /** People and papers of each test are others. */
  let people = 1_000;

  beforeAll(async () => {
    stage = await ClusterStage.start();
    await agree(stage, ['KG', 'RU']);
    agreed = await agree(stage, ['TJ', 'RU']);
  }, LONG);
  afterAll(async () => expect(await stage.close()).toEqual([]), LONG);

  const urlOf = (hub: number) => stage.cluster.process(`hub-${hub}`).url;
  const ministryAt = (hub: number, state = 'KG'): Promise<Ministry> =>
    ministryOf(stage, state, { at: urlOf(hub), after: agreed });
  const issued = (ministry: Ministry) => issue(ministry, people, people++);

  const carries = async (relay: string) =>
    (await stage.figure(relay, 'relay_lane_carried', 'RU')) === 1;
  const stops = () =>
    Promise.all(RELAYS.map((relay) => stage.figure(relay, 'relay_lane_stops', 'RU')));

  /** The relay that has the lane, and the one that waits for it. */
  async function hands(): Promise<readonly [has: string, waits: string]> {
    const [first, second] = [await carries(RELAYS[0]), await carries(RELAYS[1])];
    expect(first).not.toBe(second);
    return first ? RELAYS : [RELAYS[1], RELAYS[0]];
  }
  const isInHands = async () => (await carries(RELAYS[0])) !== (await carries(RELAYS[1]));

  test.each([1, 2])(
    'what is pushed through hub %i has its effect abroad',
    async (hub) => {
      const act = await issued(await ministryAt(hub));
      await until(() => attempt(act), PATIENCE);
      const { event } = givenReceipts(stage, [act])[0]!;
      const hadEffect = (authority: string) =>
        effectsOf(stage).some((effect) => effect.event === event && effect.authority === authority);
      await until(() => hadEffect('RU.MOH'), PATIENCE);
    },
    LONG,
  );

  test.each([
    [1, 2, 'KG'],
    [2, 1, 'RU'],
  ])(
    'what hub %i stored is answered by hub %i to whoever names its position',
    async (wrote, read, state) => {
      const [agency, licensor] = [`${state}.AGENCY1`, `${state}.MOL`];
      const at = new Date().toISOString();
      const about = { act: 'SUSPEND', agency, number: `${state}-0001` } as const;
      const statement = changeLicence(await stage.key(licensor, 'statement'), at, about);
      const writer = await stage.client(licensor, { at: urlOf(wrote) });
      const { position } = await writer.submitStatement(statement);
      const reader = await stage.client(licensor, { at: urlOf(read), after: position });
      const { licences } = await reader.transport.get<Described>(`/v1/participants/${agency}`);
      expect(licences[0]!.acts.at(-1)!.act).toBe('SUSPENDED');
    },
    LONG,
  );

  test.each([1, 2])(
    'hub %i shows a log that a quorum of the adapters has witnessed',
    async (hub) => {
      const cosigned = async () => {
        const answer = await fetch(`${urlOf(hub)}/v1/log/checkpoint`);
        return (await answer.text()).match(/^— [A-Z]{2}\.MOH /gm)?.length ?? 0;
      };
      await until(async () => (await cosigned()) >= 2, PATIENCE);
    },
    LONG,
  );

  test(
    'a contract that was terminated through one hub is not pushed under at the other',
    async () => {
      const [first, second] = [await ministryAt(1, 'TJ'), await ministryAt(2, 'TJ')];
      const accepted: Instant[] = [];
      const isRefused = async () => {
        const act = await issued(second);
        const code = await refusedWith(
          ask(act).then(({ receipt }) => {
            const { payload } = parseJws(receipt, { typ: 'receipt+jws' });
            accepted.push((payload as { readonly recordedAt: Instant }).recordedAt);
          }),
        );
        if (code !== undefined) expect(code).toBe('RULE_NO_CONTRACT');
        return code !== undefined;
      };
      expect(await isRefused()).toBe(false);
      const { version, hash } = (await first.hub.contract('tj-ru')).versions[0]!;
      const at = new Date().toISOString();
      // Long enough that the hub has its margin on a busy machine too.
      const effectiveFrom = later(at, 10);
      const about = { contract: 'tj-ru', version, hash, effectiveFrom };
      await first.hub.terminateContract('tj-ru', terminateContract(first.statementKey, at, about));
      await until(isRefused, PATIENCE);
      expect(accepted.filter((recordedAt) => recordedAt >= effectiveFrom)).toEqual([]);
    },
    LONG,
  );

  test(
    'a hub whose views are behind says so, and takes pushes again when they are not',
    async () => {
      const behind = await stage.client('KG.MOH', { at: urlOf(2), patienceSeconds: 0 });
      const push = async (hub: HubClient) =>
        refusedWith(ask({ ...(await issued(await ministryAt(1))), hub }));
      stage.secondHubHearsNothing();
      await until(async () => (await push(behind)) === 'STORE_BEHIND', PATIENCE);
      expect(await stage.cluster.process('hub-2').isReady()).toBe(false);
      expect(await push((await ministryAt(1)).hub)).toBeUndefined();
      stage.secondHubHears();
      await until(async () => (await push(behind)) === undefined, PATIENCE);
      await until(() => stage.cluster.process('hub-2').isReady(), PATIENCE);
    },
    LONG,
  );

  test(
    `of two relays one has the lane and the other waits, for ${HEALTH_SECONDS} s`,
    async () => {
      await until(isInHands, PATIENCE);
      const [before, stopped] = [await hands(), await stops()];
      const end = performance.now() + HEALTH_SECONDS * 1_000;
      const ministry = await ministryAt(1);
      do {
        const count = effectCount(stage);
        await until(async () => attempt(await issued(ministry)), PATIENCE);
        await until(() => effectCount(stage) > count, PATIENCE);
      } while (performance.now() < end);
      expect(await hands()).toEqual(before);
      expect(await stops()).toEqual(stopped);
    },
    LONG,
  );

  test(
    'when the relay that has the lane is killed the other carries on: nothing is lost, nothing has its effect twice',
    async () => {
      await until(isInHands, PATIENCE);
      const [killed, heir] = await hands();
      const office = new Office([await ministryAt(1), await ministryAt(2)], 4, new Chance(1));
      office.open();
      await until(() => office.receipts() >= 20, PATIENCE);
      await stage.cluster.process(killed).kill();
      const start = performance.now();
      await until(() => carries(heir), PATIENCE);
      const seconds = ((performance.now() - start) / 1_000).toFixed(1);
      process.stderr.write(`The lane of a killed relay was taken up after ${seconds} s.\n`);
      const receipts = office.receipts();
      await until(() => office.receipts() >= receipts + 20, PATIENCE);
      await office.close();
      const kept = await keptEvents(stage);
      const expected = kept.events.flatMap(({ to }) => to).length;
      await until(() => effectCount(stage) >= expected, PATIENCE);
      const given = givenReceipts(stage, office.done);
      const evidence = { ...kept, receipts: given, effects: effectsOf(stage) };
      expect(lostReceipts(evidence)).toEqual([]);
      expect(wrongEffects(evidence)).toEqual({});
      expect(outOfOrder(evidence)).toEqual([]);
      // Whoever comes again waits.
      await (await stage.cluster.begin(killed)).ready();
      expect(await hands()).toEqual([heir, killed]);
    },
    LONG,
  );

  test(
    'requests are answered while a hub is gone',
    async () => {
      await stage.cluster.process('hub-1').kill();
      const act = await issued(await ministryOf(stage, 'KG', { after: agreed }));
      await until(() => attempt(act), PATIENCE);
      await (await stage.cluster.begin('hub-1')).ready();
    },
    LONG,
  );
});
