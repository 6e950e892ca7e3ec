import type { ContractVersionState } from '#client';
import { jsonFile, writeNew } from '../../shell/files.ts';
import type { Session } from '../../shell/session.ts';
import { table } from '../../shell/table.ts';
import { examples, type Verb } from '../../shell/verb.ts';
import { newestVersion } from './contract-file.ts';

type Options = { readonly out?: string };

export const showContract: Verb = (parent, act) => {
  parent
    .command('show')
    .description('how a contract stands, version by version')
    .argument('<id>')
    .option('--out <file>', 'write the newest version to a contract file')
    .addHelpText(
      'after',
      examples(
        'eurasec contract show kg-ru --as RU.MOH',
        'eurasec contract show kg-ru --as RU.MOH --out kg-ru.json',
      ),
    )
    .action(act(run));
};

async function run(session: Session, id: string, { out }: Options): Promise<void> {
  if (out !== undefined) {
    const { document, signatures } = await newestVersion(session, id);
    const plain = signatures.map(({ protected: header, signature }) => ({
      protected: header,
      signature,
    }));
    return writeNew(out, jsonFile({ document, signatures: plain }));
  }
  const state = await (await session.hub()).contract(id);
  const row = (standing: string) => (one: ContractVersionState) => [
    String(one.version),
    standing,
    one.signedBy.join(' ') || '–',
    one.effectiveFrom ?? '–',
    one.hash,
  ];
  session.show(
    state,
    () =>
      `${id} is ${state.standing}${state.terminatedFrom ? ` from ${state.terminatedFrom}` : ''}.\n\n${table(
        [
          ['version', 'signed', 'by', 'effective from', 'hash'],
          ...state.versions.map(row('by all')),
          ...state.drafts.map(row('draft')),
        ],
      )}`,
  );
}
