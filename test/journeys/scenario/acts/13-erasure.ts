import { eraseWorker } from '#client';
import { until } from '#testing';
import { copyOfVault } from '../vault-copy.ts';
import { messagesIn } from '../fan-out-file.ts';
import type { Cast, Certificate } from '../cast.ts';
import type { Story } from '../story.ts';

/** A worker is erased while messages about them still wait in a lane. */
export async function erasure(story: Story, cast: Cast): Promise<void> {
  story.act('A worker is erased');
  const system = cast.stage.nationalSystem('RU');
  await until(async () => (await messagesIn(cast.stage.folder, 'RU.MOH')).length === 0);
  system.behaviour = { status: 503 };
  const worker = await cast.push('erased', 50);
  await cast.arrived('KZ.MOH', worker, 'CertificateIssued');
  const waiting = async () =>
    (await messagesIn(cast.stage.folder, 'RU.MOH')).map(({ event }) => event);
  await until(async () => (await waiting()).length > 0);
  const before = await waiting();
  await story.step(
    'operator',
    "copies the vault's files, as a backup would",
    'copied',
    async () => {
      await copyOfVault(cast.stage.folder);
      return 'copied';
    },
  );
  await story.step('RU.MOH', "asks to erase another state's worker", 'TRUST_NOT_ALLOWED', () =>
    erase(cast, 'RU.MOH', worker),
  );
  await story.step('KG.MOH', 'asks to erase its worker', 'erased', () =>
    erase(cast, 'KG.MOH', worker),
  );
  // The erasure is answered once no key opens anything; the lane follows.
  await until(async () => !(await waiting()).some((event) => before.includes(event)));
  // Of one worker one message is tried after the other: the notice is tried when no try of the certificate is left.
  await until(() => system.requests.some(({ document }) => isNotice(document, 'RU.MOH', worker)));
  system.behaviour = {};
  await story.step(
    "RU.MOH's system",
    'gets the notice, and never the certificate',
    'notice only',
    async () => {
      await until(() => noticed(cast, 'RU.MOH', worker));
      return cast.documents('RU.MOH', worker).length === 0 ? 'notice only' : 'certificate';
    },
  );
  await story.step(
    "KZ.MOH's system",
    'gets the notice, having had the certificate',
    'notice',
    async () => {
      await until(() => noticed(cast, 'KZ.MOH', worker));
      return 'notice';
    },
  );
  await story.step('KG.MOH', 'pushes it again: it stays erased', '200', async () => {
    const hub = await cast.client('KG.MOH');
    await hub.pushCertificate(worker.push);
    return '200';
  });
  await story.step('KZ.MOH', 'reads what is left of it', 'ERASED', async () => {
    const hub = await cast.client('KZ.MOH');
    const { presentation } = await hub.certificate<{ presentation: string }>('KG.MOH', worker.id);
    return presentation;
  });
  await story.step('RU.AGENCY1', 'asks about the worker', 'NOT_CONFIRMED', async () => {
    const { answer } = await cast.ask(worker);
    return answer;
  });
}

async function erase(cast: Cast, by: string, { reference }: Certificate): Promise<string> {
  const { issuer, id } = reference;
  const statement = eraseWorker(await cast.key(by, 'statement'), cast.now(), {
    record: { issuer, id },
    basis: 'SUBJECT_REQUEST',
  });
  const hub = await cast.client(by);
  await hub.erase(statement);
  return 'erased';
}

function noticed(cast: Cast, authority: string, worker: Certificate): boolean {
  const system = cast.stage.nationalSystem(authority.slice(0, 2));
  return [...system.effects.values()].some((document) => isNotice(document, authority, worker));
}

/** Whether a document tells the authority that the worker was erased. */
function isNotice(document: unknown, authority: string, { reference }: Certificate): boolean {
  const told = document as {
    readonly event: { readonly type: string };
    readonly authority: string;
    readonly facts?: { readonly records?: readonly { readonly id: string }[] };
  };
  return (
    told.event.type === 'SubjectErased' &&
    told.authority === authority &&
    (told.facts?.records ?? []).some(({ id }) => id === reference.id)
  );
}
