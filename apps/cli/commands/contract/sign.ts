import { writeFile } from 'node:fs/promises';
import { hashOf, signContract } from '#contracts';
import { parseHeader } from '#signing';
import { jsonFile } from '../../shell/files.ts';
import { showReceipt } from '../../shell/receipt.ts';
import type { Session } from '../../shell/session.ts';
import type { Offline } from '../../shell/statement.ts';
import { examples, type Verb } from '../../shell/verb.ts';
import { readContract, tellContract } from './contract-file.ts';

export const signAContract: Verb = (parent, act) => {
  parent
    .command('sign')
    .description("add a party's signature to the file, and give it to the hub")
    .argument('<file>')
    .option('--offline', 'only to the file')
    .addHelpText(
      'after',
      examples(
        'eurasec contract show kg-ru --as RU.MOH --out kg-ru.json   # read what was proposed, then',
        'eurasec contract sign kg-ru.json --as RU.MOH',
      ),
    )
    .action(act(run));
};

async function run(session: Session, file: string, { offline }: Offline): Promise<void> {
  const { document, signatures } = await readContract(session, file);
  const key = await session.key('statement');
  const signature = signContract(document, key);
  const others = signatures.filter(
    (one) => parseHeader(one.protected, 'contract-signature+jws').kid !== key.kid,
  );
  const signed = { document, signatures: [...others, signature] };
  await writeFile(file, jsonFile(signed));
  if (offline) return tellContract(session, signed);
  const hash = hashOf(document);
  const stored = await (await session.hub()).signContract(document.id, hash, signature);
  await showReceipt(session, stored, { contract: document.id, hash });
}
