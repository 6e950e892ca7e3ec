import { readFile, writeFile } from 'node:fs/promises';
import { BUNDLE_STEPS, verifyBundle, type BundleStep, type VerifiedBundle } from '#client';
import { DONE, REFUSED, type ExitCode } from '../shell/exit.ts';
import type { Session } from '../shell/session.ts';
import { facts } from '../shell/table.ts';
import { participant, quorum, recordId } from '../shell/values.ts';
import { examples, group, type Verb } from '../shell/verb.ts';

export const evidence: Verb = (parent, act) => {
  const one = group(parent, 'evidence', 'for auditors: everything about a record in one file');
  one
    .command('get')
    .description('download the evidence of a record')
    .argument('<issuer>', 'who issued it', participant)
    .argument('<id>', 'of the record', recordId)
    .option('--out <file>', 'default evidence-<issuer>-<id>.zip')
    .addHelpText('after', examples('eurasec evidence get KG.MOH <id> --as KZ.AUDIT'))
    .action(act(get));
  one
    .command('verify')
    .description('verify such a file from the founding document alone, with no hub and no network')
    .argument('<file>', 'as the hub gave it')
    .option('--quorum <witnesses>', 'how many must have seen the tree; default: two thirds', quorum)
    .addHelpText(
      'after',
      examples(
        'eurasec evidence verify evidence.zip --genesis genesis.json --genesis-hash <hash>',
      ) + '\nEnds with 1 when anything is not proved; says which file, and why.\n',
    )
    .action(act(verify));
};

async function get(
  session: Session,
  issuer: string,
  id: string,
  { out = `evidence-${issuer}-${id}.zip` }: { readonly out?: string },
): Promise<void> {
  const bundle = await (await session.hub()).evidence({ issuer, id });
  await writeFile(out, bundle, { flag: 'wx', mode: 0o600 });
  session.show({ file: out, bytes: bundle.length }, `${out}  ${bundle.length} bytes\n`);
}

async function verify(
  session: Session,
  file: string,
  options: { readonly quorum?: number },
): Promise<ExitCode> {
  const genesis = await session.genesis();
  const verified = await verifyBundle(await readFile(file), genesis, options);
  session.show({ file, ...verified }, () => told(verified));
  return verified.isProved ? DONE : REFUSED;
}

function told({ steps, record }: VerifiedBundle): string {
  const lines = steps.map(line).join('');
  if (!record) return `${lines}\nNot proved.\n`;
  const { issuer, id, madeAt, answer } = record;
  return `${lines}\n${facts({ proved: `record ${issuer} ${id}`, status: answer.status, 'as of': madeAt })}`;
}

const line = ({ step, result, found, code, file }: BundleStep): string =>
  `${result.padEnd('NOT_REACHED'.length)}  ${BUNDLE_STEPS[step]}${found === undefined ? '' : `: ${found}`}` +
  `${code === undefined ? '' : ` (${code}${file === undefined ? '' : `, ${file}`})`}\n`;
