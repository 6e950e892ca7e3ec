import { revoke, terminateContract } from '#client';
import { later } from '#kernel';
import { until } from '#testing';
import type { Cast } from '../cast.ts';
import type { Story } from '../story.ts';
import { conclude, documentOf, propose } from './02-contract.ts';

/** Without a contract nothing new is exchanged; what was exchanged is looked after; a new contract takes up what is valid. */
export async function termination(story: Story, cast: Cast): Promise<void> {
  story.act('The contract ends, and another begins');
  await story.step('KG.MOH', 'terminates the contract', 'TERMINATED', () => terminate(cast));
  await story.step('KG.MOH', 'pushes a certificate', 'RULE_NO_CONTRACT', async () => {
    await cast.push('without contract', 30);
    return '201';
  });
  await story.step('RU.AGENCY1', 'asks about a fit worker', 'CANNOT_ANSWER', async () => {
    const { answer } = await cast.ask(cast.certificate('fit'));
    return answer;
  });
  const first = cast.certificate('first of batch');
  await story.step('KG.MOH', 'revokes an earlier certificate', 'revoked', async () => {
    const statement = revoke(await cast.key('KG.MOH', 'statement'), cast.now(), {
      record: first.reference,
      reason: 'RESULT_INVALIDATED',
    });
    const hub = await cast.client('KG.MOH');
    await hub.revoke('KG.MOH', first.id, statement);
    return 'revoked';
  });
  for (const authority of ['RU.MOH', 'RU.MOL', 'KZ.MOH', 'KZ.MOL'])
    await story.step(`${authority}'s system`, 'learns of it all the same', 'learned', async () => {
      await cast.arrived(authority, first, 'CertificateRevoked');
      return 'learned';
    });
  const document = documentOf(cast, 'medical-kg-ru-kz-anew', true);
  await story.step('KG.MOH', 'proposes a new one, for valid records too', 'proposed', () =>
    propose(cast, document),
  );
  await conclude(story, cast, document);
  await story.step("RU.MOH's system", 'has the valid certificates under it', 'shared', async () => {
    for (const name of ['fit', 'unfit', 'waiting', 'successor', 'second of batch'])
      await cast.arrived('RU.MOH', cast.certificate(name), 'CertificateShared');
    return 'shared';
  });
  await story.step('hub', 'counts what it shared, and what had ended', '6 shared, 0 skipped', () =>
    backfilled(cast, document.id),
  );
  await story.step('RU.AGENCY1', 'asks about the fit worker again', 'CONFIRMED', async () => {
    const { answer } = await cast.ask(cast.certificate('fit'));
    return answer;
  });
}

async function terminate(cast: Cast): Promise<string> {
  const { id, version, hash } = cast.contract!;
  const effectiveFrom = later(cast.now(), 3);
  const statement = terminateContract(await cast.key('KG.MOH', 'statement'), cast.now(), {
    contract: id,
    version,
    hash,
    effectiveFrom,
  });
  const hub = await cast.client('KG.MOH');
  await hub.terminateContract(id, statement);
  const standing = async () => (await hub.contract(id)).standing;
  await until(async () => (await standing()) === 'TERMINATED');
  return standing();
}

async function backfilled(cast: Cast, contract: string): Promise<string> {
  const auditor = await cast.client('KZ.AUDIT');
  const read = () =>
    Array.fromAsync(
      auditor.replay({ streamPrefix: `contract-${contract}`, type: 'ContractBackfilled' }),
    );
  await until(async () => (await read()).length > 0);
  const [event] = await read();
  const { shared, skipped } = JSON.parse(event!.data) as { shared: number; skipped: number };
  return `${shared} shared, ${skipped} skipped`;
}
