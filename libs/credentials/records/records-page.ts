import { SPECIFICATION } from '../draft.ts';
import { CLEARANCE } from './clearance.ts';
import { PROFILES, type Profile } from './profiles.ts';
import { isLevel, type CredentialType, type Row } from './record-type.ts';
import { RECORD_TYPES } from './record-types.ts';

/** The page docs/records.md. */
export function recordsPage(): string {
  const types: readonly CredentialType[] = [...Object.values(RECORD_TYPES), CLEARANCE];
  return `# Records

What ministries sign, claim by claim. Credentials follow ${SPECIFICATION}. Each claim is a disclosure of
its own behind a salted digest. A level that holds claims has the same number of digests in every record of its
type, so that neither what is there nor what is missing can be counted.

| Sensitivity | |
| --- | --- |
| S0 | public |
| S1 | dates of validity, legal basis |
| S2 | identity |
| S3 | fitness for work |
| S4 | health |
| S5 | HIV, drug use, mental health, diagnoses, referral: travels only sealed to the authority it is granted to |

The JSON Schemas are in \`contracts/records/\`. This page is made from the code by \`npm run docs\`.

${types.map(typeSection).join('\n')}
## Recognition profiles

What an accepting state asks for. A number of days counts from the day of the examination, that day included.
_source_: read in a public copy; _memory_: not checked; _design_: our recommendation until a ministry says otherwise.

${PROFILES.map(profileSection).join('\n')}`;
}

const typeSection = ({ name, title, vct, clear, rows }: CredentialType): string => `## ${name}

${title}. \`vct\`: \`${vct}\`. In the clear: ${Object.keys(clear).join(', ')}.

| Claim | Sensitivity | Mandatory | Digests | Meaning |
| --- | --- | --- | --- | --- |
${rows.map(rowLine).join('\n')}
`;

function rowLine(row: Row): string {
  const path = row.path.map((part) => part ?? '*').join('.') || '(root)';
  const cells = isLevel(row)
    ? ['', 'always there', row.digests || 'in its members']
    : [row.sensitivity, row.mandatory ? 'yes' : 'no', ''];
  return `| \`${path}\` | ${cells.join(' | ')} | ${row.meaning} |`;
}

function profileSection({ id, title, from, until, items, bases }: Profile): string {
  const asked = Object.entries(items).map(([item, days]) => `${item} ${days}`);
  const known = bases.map(({ mark, statement, source }) =>
    source ? `- _${mark}_: ${statement} (${source})` : `- _${mark}_: ${statement}`,
  );
  return `### \`${id}\`

${title}. Examinations from ${from}${until ? ` to ${until}` : ''}. Days: ${asked.join(', ')}.

${known.join('\n')}
`;
}
