import type { CertificateReading } from '#client';
import { parseCredential, resolve } from '#credentials';
import type { Instant } from '#kernel';
import type { Session } from '../shell/session.ts';
import { facts } from '../shell/table.ts';
import { instant, participant, recordId } from '../shell/values.ts';
import { examples, type Verb } from '../shell/verb.ts';

type Axes = { readonly validAt?: Instant; readonly knownAt?: Instant };

export const certificate: Verb = (parent, act) => {
  parent
    .command('certificate')
    .description(
      'how a certificate stands, or stood, and what the acting participant is shown of it',
    )
    .argument('<issuer>', 'who issued it', participant)
    .argument('<id>', 'of the record', recordId)
    .option('--valid-at <instant>', 'in effect then', instant)
    .option('--known-at <instant>', 'as the hub had been told by then', instant)
    .addHelpText(
      'after',
      examples(
        'eurasec certificate KG.MOH <id> --as RU.MOH',
        'eurasec certificate KG.MOH <id> --as KZ.AUDIT --valid-at 2027-03-01 --known-at 2026-11-01',
      ),
    )
    .action(act(run));
};

async function run(session: Session, issuer: string, id: string, axes: Axes): Promise<void> {
  const { validAt, knownAt } = axes;
  const reading = await (
    await session.hub()
  ).certificate<CertificateReading>(issuer, id, {
    ...(validAt && { validAt }),
    ...(knownAt && { knownAt }),
  });
  session.show({ ...reading, ...claimsIn(reading) }, () => told(reading));
}

function told(reading: CertificateReading): string {
  const { issuer, id, status, recognised, validAt, knownAt, recordedAt, under, to } = reading;
  const summary = facts({
    record: `${issuer} ${id}`,
    status,
    recognised: recognised ? 'yes' : 'no',
    'valid at': validAt,
    'known at': knownAt,
    recorded: recordedAt,
    under: under?.map(({ contract, version }) => `${contract} version ${version}`).join(', '),
    to: to?.map(({ authority }) => authority).join(' '),
  });
  const { claims, erased } = claimsIn(reading);
  if (erased) return `${summary}\nErased: nothing of it can be opened.\n`;
  return claims ? `${summary}\n${JSON.stringify(claims, undefined, 2)}\n` : summary;
}

/** The claims that the reader's grants show. */
function claimsIn({ presentation }: CertificateReading) {
  if (presentation === undefined) return {};
  if (presentation === 'ERASED') return { erased: true };
  return { claims: resolve(parseCredential(presentation)).claims };
}
