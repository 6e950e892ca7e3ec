import { isLevel, type CredentialType, type Row } from './record-type.ts';

/** A table as Markdown, for the pages that people read. */
export const describeType = ({ name, vct, title, rows }: CredentialType): string =>
  [
    `## ${name}`,
    '',
    `${title}. \`vct\`: \`${vct}\``,
    '',
    '| Claim | Sensitivity | Mandatory | Digests | Meaning |',
    '|---|---|---|---|---|',
    ...rows.map(rowLine),
    '',
  ].join('\n');

function rowLine(row: Row): string {
  const path = row.path.map((part) => part ?? '*').join('.') || '(root)';
  const cells = isLevel(row)
    ? ['', 'always', row.digests || 'in its members']
    : [row.sensitivity, row.mandatory ? 'yes' : 'no', ''];
  return `| \`${path}\` | ${cells.join(' | ')} | ${row.meaning} |`;
}
