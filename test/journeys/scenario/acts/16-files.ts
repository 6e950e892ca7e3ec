import { join } from 'node:path';
import { SqliteThread } from '#sqlite';
import { SqliteVault } from '#vault/sqlite';
import { refusalsIn } from '../access-log-file.ts';
import { runCli } from '../run-cli.ts';
import { filesWith } from '../files-with.ts';
import { backupOf } from '../vault-copy.ts';
import type { Cast, Certificate } from '../cast.ts';
import type { Candidate } from '../recruitment.ts';
import type { Story } from '../story.ts';

/** What the hub keeps on disk names nobody; and once the vault's epoch has turned, no earlier copy of it opens an erased worker's record. */
export async function files(story: Story, cast: Cast): Promise<void> {
  story.act('What is left on disk');
  const { folder } = cast.stage;
  const data = join(folder, 'data');
  const worker = cast.certificate('erased');
  const sealed = await sealedOf(cast, worker);
  await story.step('operator', 'stops the hub', 'exit code 0', async () => {
    return `exit code ${await cast.stage.process.stop()}`;
  });
  const texts = [
    ...[...cast.certificates.values()].flatMap(personal),
    ...[...cast.candidates.values()].flatMap(personalOfCase),
    ...cast.secrets,
  ];
  await story.step(
    'operator',
    "looks for every worker's data in every file",
    'in 0 files',
    async () => {
      const found = await filesWith([data, join(folder, 'hub.log')], texts);
      return `in ${found.length} files`;
    },
  );
  await story.step(
    'operator',
    'finds what is not secret with the same search',
    'in some files',
    async () => {
      const found = await filesWith([data, join(folder, 'hub.log')], [cast.contract!.id]);
      return found.length > 0 ? 'in some files' : 'in none';
    },
  );
  await story.step(
    'operator',
    'finds on the access log who was refused a step of a case, and why',
    'RU.AGENCY1 RULE_TRANSITION_ILLEGAL',
    async () => {
      const { issuer, id } = cast.candidate('fourth builder').reference;
      const refusals = refusalsIn(folder, `case-${issuer}-${id}`);
      return Promise.resolve(`${refusals.at(-1)?.asker} ${refusals.at(-1)?.outcome}`);
    },
  );
  const open = () => openFrom(backupOf(folder), data, worker, sealed);
  await story.step('operator', 'opens the erased record from the backup', 'opened', open);
  await story.step('operator', 'eurasec vault turn --without-backup', 'exit code 0', async () => {
    const { code } = await runCli(folder, 'vault', 'turn', '--without-backup');
    return `exit code ${code}`;
  });
  await story.step(
    'operator',
    'opens the backup again, with the keys that are left',
    'STORE_KEY_MISSING',
    open,
  );
  await story.step('hub', 'starts again, and answers as before', 'CONFIRMED', async () => {
    await cast.stage.restart();
    const { answer } = await cast.ask(cast.certificate('fit'));
    return answer;
  });
}

/** All that could name a worker: texts of the claims, and every disclosure as it was pushed. */
function personal({ claims, push }: Certificate): string[] {
  const { subject, verificationCode } = claims;
  const { familyName, givenName, familyNameLatin, givenNameLatin, birthDate, documents } = subject;
  const disclosures = push.record.split('~').slice(1, -1);
  return [
    ...[familyName, givenName, familyNameLatin, givenNameLatin, birthDate, verificationCode],
    ...documents.map(({ number }) => number),
    ...disclosures,
  ].filter((text) => text !== undefined);
}

/** A case is of somebody whose certificate is looked for as well. */
const personalOfCase = ({ claims, record }: Candidate): string[] => [
  ...[claims.number, claims.consent.id, claims.consentToken ?? claims.number],
  ...record.split('~').slice(1, -1),
];

async function sealedOf(cast: Cast, { id }: Certificate): Promise<Buffer> {
  const auditor = await cast.client('KZ.AUDIT');
  const [event] = await Array.fromAsync(
    auditor.replay({ streamPrefix: `certificate-KG.MOH-${id}` }),
  );
  const { sealed } = JSON.parse(event!.data) as { sealed: string };
  return Buffer.from(sealed, 'base64url');
}

async function openFrom(
  backup: string,
  data: string,
  { id }: Certificate,
  sealed: Buffer,
): Promise<string> {
  const thread = SqliteThread.start();
  try {
    const file = join(backup, 'vault.db');
    const vault = await SqliteVault.open({ thread, file, epochKeys: join(data, 'epoch-keys') });
    const opened = await vault.open(`certificate-KG.MOH-${id}`, sealed);
    return opened === 'ERASED' ? opened : 'opened';
  } finally {
    await thread.close();
  }
}
