import {
  HttpLog,
  HubClient,
  logPolicy,
  type LogWitnesses,
  revoke,
  verifyAsOf,
  verifyBundle,
  verifyHistory,
  witnessKeys,
} from '#client';
import type { Instant } from '#kernel';
import { until } from '#testing';
import { runCliWith } from '../run-cli.ts';
import type { Cast, Certificate } from '../cast.ts';
import type { Story } from '../story.ts';

const AUDITOR = 'KZ.AUDIT';

/** An auditor replays everything from genesis, asks on both axes of time, and takes the evidence home. */
export async function audit(story: Story, cast: Cast): Promise<void> {
  story.act('Audit');
  const { log, earlier } = await witnessed(story, cast);
  const certificate = await fourCells(story, cast);
  await story.step(
    AUDITOR,
    'proves by tiles alone that the log has only grown since',
    'it extends what was kept',
    async () => {
      let later = await log.checkpoint();
      await until(async () => (later = await log.checkpoint()).size > earlier!.size);
      await log.extends(later, earlier!);
      return 'it extends what was kept';
    },
  );
  await evidence(story, cast, certificate);
  await story.step(
    AUDITOR,
    'replays everything, every signature verified again',
    '0 findings',
    async () => {
      const { findings } = await verifyHistory(cast.stage.genesis, await cast.replay());
      return findings.length === 0 ? '0 findings' : JSON.stringify(findings);
    },
  );
  await story.step(
    'KG.MOH',
    'asks for a replay, being no auditor',
    'TRUST_NOT_ALLOWED',
    async () => {
      const hub = await cast.client('KG.MOH');
      return `${(await Array.fromAsync(hub.replay())).length} events`;
    },
  );
}

/** A checkpoint counts once so many witnesses saw it that no other history can have as many. */
async function witnessed(story: Story, cast: Cast) {
  const { genesis } = cast.stage;
  const { trust } = await verifyHistory(genesis, await cast.replay());
  const hub = new HubClient(cast.stage.origin);
  const log = new HttpLog(hub.transport, logPolicy(genesis, witnessKeys(trust)));
  let earlier: Awaited<ReturnType<typeof log.checkpoint>> | undefined;
  await story.step(
    AUDITOR,
    "keeps the log's checkpoint: a quorum of the states' ministries has seen it",
    '4 of 5 or more',
    async () => {
      earlier = await log.checkpoint();
      return earlier.cosignatures.length >= 4 ? '4 of 5 or more' : 'too few';
    },
  );
  await story.step(
    'anybody',
    'eurasec witness list: who witnesses, and how independent they are here',
    '5 witnesses, 0 independent',
    async () => {
      const { folder, origin } = cast.stage;
      const { out } = await runCliWith({ HUB_URL: origin }, folder, 'witness', 'list', '--json');
      const { witnesses } = JSON.parse(out) as LogWitnesses;
      const independent = witnesses.filter(({ isIndependent }) => isIndependent);
      return `${witnesses.length} witnesses, ${independent.length} independent`;
    },
  );
  return { log, earlier };
}

/** What needs no hub any more: an answer with its proof, and a record's evidence in one file. */
async function evidence(story: Story, cast: Cast, { reference }: Certificate): Promise<void> {
  const { genesis } = cast.stage;
  const auditor = await cast.client(AUDITOR);
  await story.step(
    AUDITOR,
    'makes the answer again from its events, proved to be in the log',
    'REVOKED, witnessed',
    async () => {
      const asked = { kind: 'record', of: `KG.MOH/${reference.id}` } as const;
      const given = await auditor.asOf(asked.kind, asked.of);
      const { answer, witnesses } = await verifyAsOf(genesis, given, asked);
      return `${answer.status}, ${witnesses.length > 0 ? 'witnessed' : 'unwitnessed'}`;
    },
  );
  let bundle = new Uint8Array();
  await story.step(
    AUDITOR,
    'downloads the evidence and verifies it with no hub',
    'every step proved',
    async () => {
      bundle = await auditor.evidence(reference);
      const { isProved, steps } = await verifyBundle(bundle, genesis);
      return isProved ? 'every step proved' : JSON.stringify(steps);
    },
  );
  await story.step(AUDITOR, 'changes one bit of it', 'TRUST_EVIDENCE_ALTERED', async () => {
    const middle = Math.floor(bundle.length / 2);
    const { steps } = await verifyBundle(bundle.with(middle, bundle[middle]! ^ 1), genesis);
    return String(steps.find(({ result }) => result === 'FAILED')?.code);
  });
}

/** A revocation that says: not valid since a moment before it was recorded. */
async function fourCells(story: Story, cast: Cast): Promise<Certificate> {
  const certificate = await cast.push('late', 60);
  const early = await cast.nextMoment();
  const effectiveFrom = await cast.nextMoment();
  const between = await cast.nextMoment();
  const statement = revoke(await cast.key('KG.MOH', 'statement'), cast.now(), {
    record: certificate.reference,
    reason: 'PROCEDURE_VIOLATION',
    effectiveFrom,
  });
  const hub = await cast.client('KG.MOH');
  await hub.revoke('KG.MOH', certificate.id, statement);
  const now = cast.now();
  const auditor = await cast.client(AUDITOR);
  const cell = async (validAt: Instant, knownAt: Instant) => {
    const axes = { validAt, knownAt };
    return (await auditor.certificate<{ status: string }>('KG.MOH', certificate.id, axes)).status;
  };
  const asks = (what: string, expected: string, validAt: Instant, knownAt: Instant) =>
    story.step(AUDITOR, what, expected, () => cell(validAt, knownAt));
  await asks('late revocation: before it, as known then', 'ISSUED', early, between);
  await asks('late revocation: after it, as known then', 'ISSUED', between, between);
  await asks('late revocation: before it, as known now', 'ISSUED', early, now);
  await asks('late revocation: after it, as known now', 'REVOKED', between, now);
  return certificate;
}
