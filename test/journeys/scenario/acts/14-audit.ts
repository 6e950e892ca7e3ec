import { revoke, verifyHistory } from '#client';
import type { Instant } from '#kernel';
import type { Cast } from '../cast.ts';
import type { Story } from '../story.ts';

const AUDITOR = 'KZ.AUDIT';

/** An auditor replays everything from genesis, and asks the same question on both axes of time. */
export async function audit(story: Story, cast: Cast): Promise<void> {
  story.act('Audit');
  await fourCells(story, cast);
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

/** A revocation that says: not valid since a moment before it was recorded. */
async function fourCells(story: Story, cast: Cast): Promise<void> {
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
}
