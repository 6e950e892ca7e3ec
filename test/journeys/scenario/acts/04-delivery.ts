import { openDeliveries, type HubClient } from '#client';
import { openSealed } from '#credentials';
import { until } from '#testing';
import { messagesIn } from '../fan-out-file.ts';
import { runCliWith } from '../run-cli.ts';
import type { Cast } from '../cast.ts';
import type { Story } from '../story.ts';
import { publicHalf, unwrapLaneKey } from '#signing';

const RECIPIENTS = ['RU.MOH', 'RU.MOL', 'KZ.MOH', 'KZ.MOL'];

/** Each authority gets what the contract grants it, and opens nothing else. */
export async function delivery(story: Story, cast: Cast): Promise<void> {
  story.act('Delivery');
  const fit = cast.certificate('fit');
  for (const authority of RECIPIENTS)
    await story.step(`${authority}'s system`, 'has the certificate', 'delivered', async () => {
      await cast.arrived(authority, fit, 'CertificateIssued');
      return 'delivered';
    });
  await story.step("RU.MOH's system", 'reads the sealed HIV finding', 'NOT_DETECTED', async () =>
    resultOf(await cast.arrived('RU.MOH', fit, 'CertificateIssued')),
  );
  await story.step("KZ.MOH's system", 'has no HIV finding: none sealed for it', 'none', async () =>
    resultOf(await cast.arrived('KZ.MOH', fit, 'CertificateIssued')),
  );
  await story.step("RU.MOL's system", 'has no findings at all', 'none', async () => {
    const { claims } = await cast.arrived('RU.MOL', fit, 'CertificateIssued');
    return claims!['examinations'] === undefined ? 'none' : 'some';
  });
  await story.step('TJ and BY', 'get nothing: no contract names them', '0 documents', async () =>
    Promise.resolve(
      `${['TJ', 'BY'].reduce((sum, state) => sum + cast.stage.nationalSystem(state).effects.size, 0)} documents`,
    ),
  );
  await unfit(story, cast);
  await closedToOthers(story, cast);
  await parked(story, cast);
}

async function unfit(story: Story, cast: Cast): Promise<void> {
  const certificate = cast.certificate('unfit');
  await story.step("RU.MOH's system", 'reads why a worker is unfit', 'DETECTED', async () =>
    resultOf(await cast.arrived('RU.MOH', certificate, 'CertificateIssued')),
  );
  await story.step('RU.MOL', 'confirms a message that shows it nothing', 'DELIVERED', async () => {
    const event = (await cast.arrived('RU.MOH', certificate, 'CertificateIssued')).event.id;
    let outcome: string | undefined;
    await until(async () => (outcome = await outcomeOf(cast, 'RU.MOL', event)) !== undefined);
    return cast.documents('RU.MOL', certificate).length === 0 ? outcome! : 'shown';
  });
}

/** While RU's system is away its messages wait, and can be tried with other keys. */
async function closedToOthers(story: Story, cast: Cast): Promise<void> {
  const system = cast.stage.nationalSystem('RU');
  system.behaviour = { status: 503 };
  await cast.push('waiting', 4);
  const waiting = () => messagesIn(cast.stage.folder, 'RU.MOH');
  await until(async () => (await waiting()).length > 0);
  const [message] = await waiting();
  const lane = publicHalf(await cast.key('HUB', 'lane'));
  const opens = async (holder: string) => {
    await unwrapLaneKey(message!.laneKey, await cast.key(holder, 'encryption'), lane);
    return 'opened';
  };
  await story.step('RU.MOL', "tries RU.MOH's message", 'TRUST_KEY_UNKNOWN', () => opens('RU.MOL'));
  await story.step('RU.MOH', 'opens it', 'opened', () => opens('RU.MOH'));
  const { sealed } = cast.certificate('waiting').push;
  for (const use of ['receipt', 'lane', 'log'])
    await story.step('hub', `tries a sealed item with its ${use} key`, 'closed', async () => {
      const key = await cast.key('HUB', use);
      return openSealed(sealed!, key).then(
        () => 'opened',
        () => 'closed',
      );
    });
  system.behaviour = {};
  await story.step("RU.MOH's system", 'is back, and has it', 'delivered', async () => {
    const certificate = cast.certificate('waiting');
    await cast.arrived('RU.MOH', certificate, 'CertificateIssued');
    await cast.arrived('RU.MOL', certificate, 'CertificateIssued');
    return 'delivered';
  });
}

/** What a national system does not take holds up nothing else; its authority sees it, and has it sent again. */
async function parked(story: Story, cast: Cast): Promise<void> {
  const system = cast.stage.nationalSystem('RU');
  const deliveries = (...words: readonly string[]) => {
    const environment = { HUB_URL: cast.stage.origin };
    return runCliWith(environment, cast.stage.folder, 'delivery', ...words, '--as', 'RU.MOL');
  };
  system.behaviour = { status: ({ key }) => (key.endsWith(':RU.MOL') ? 422 : 200) };
  const certificate = await cast.push('parked', 7);
  await story.step("RU.MOL's adapter", 'gives up what its system refuses', 'PARKED', async () => {
    const hub = await cast.client('RU.MOL');
    await until(async () => (await standings(hub)).includes('PARKED'));
    return 'PARKED';
  });
  await story.step("RU.MOH's system", 'has it meanwhile', 'delivered', async () => {
    await cast.arrived('RU.MOH', certificate, 'CertificateIssued');
    return 'delivered';
  });
  await story.step('RU.MOL', 'looks: eurasec delivery list', 'UPSTREAM_REFUSED', async () => {
    const { out } = await deliveries('list', '--standing', 'PARKED', '--json');
    // On a busy machine another delivery may have met the refusal, too.
    const lines = out.trimEnd().split('\n');
    const reasons = lines.map((line) => (JSON.parse(line) as { readonly reason: string }).reason);
    return [...new Set(reasons)].join();
  });
  system.behaviour = {};
  await story.step('RU.MOL', 'mends it: eurasec delivery redrive', 'delivered', async () => {
    await deliveries('redrive', '--parked');
    await cast.arrived('RU.MOL', certificate, 'CertificateIssued');
    return 'delivered';
  });
}

const standings = async (hub: HubClient): Promise<readonly string[]> =>
  (await Array.fromAsync(openDeliveries(hub))).map(({ standing }) => standing);

function resultOf({ claims }: { readonly claims?: object }): string {
  const { examinations } = claims as {
    examinations?: { HIV?: { finding?: { result: string } } };
  };
  return examinations?.HIV?.finding?.result ?? 'none';
}

/** What an authority's signed delivery receipts say of an event. */
export async function outcomeOf(
  cast: Cast,
  authority: string,
  event: string,
): Promise<string | undefined> {
  const auditor = await cast.client('KZ.AUDIT');
  const events = auditor.replay({ streamPrefix: `deliveries-${authority}` });
  for await (const { data } of events) {
    const { receipts = [] } = JSON.parse(data) as {
      receipts?: { event: string; outcome: string; reason?: string }[];
    };
    const found = receipts.find((one) => one.event === event);
    if (found) return found.reason ?? found.outcome;
  }
  return undefined;
}
