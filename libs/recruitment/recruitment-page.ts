import { CAPACITIES, type Capacity } from './domain/capacities.ts';
import { CASE_REASONS, CASE_STATUSES, REMAINDERS } from './domain/case.messages.ts';
import { CONDITIONS } from './domain/conditions.ts';
import type { Corridor, LegalBasis } from './domain/corridor.ts';
import { CORRIDORS } from './domain/corridors.ts';
import { DEMAND_CLOSURES, DEMAND_REFUSALS } from './domain/demand.messages.ts';
import { TERMS } from './domain/demand-terms.ts';
import { GUARDS } from './domain/guards.ts';
import { QUOTAS } from './domain/quotas.ts';
import { TRANSITIONS, type Transition } from './domain/transitions.ts';

const codes = (names: readonly string[]): string => names.map((one) => `\`${one}\``).join(', ');

/** The page docs/recruitment.md. */
export const recruitmentPage = (): string => `# Organised recruitment

The life of a worker's case, from registration to return. This page is made from the table that decides
(\`libs/recruitment/domain/transitions.ts\`) by \`npm run docs\`.

## The machine

\`\`\`mermaid
stateDiagram-v2
${diagram().join('\n')}
\`\`\`

Not drawn, because they leave a case where it is: the checklist, changes of employer and contract, holds, the
withdrawal of consent, and a departure that is reported after the arrival.

## Transitions

A step from where no row allows it is refused with \`RULE_TRANSITION_ILLEGAL\`, by whom no row names with
\`TRUST_NOT_ALLOWED\`. Guards are asked in this order; the first that does not hold gives the code.

| Row | From | Step | To | Who | Guards |
| --- | --- | --- | --- | --- | --- |
${TRANSITIONS.map(transitionRow).join('\n')}

## Guards

| Guard | What must hold | Refused with |
| --- | --- | --- |
${Object.entries(GUARDS)
  .map(([name, { sentence, code }]) => `| \`${name}\` | ${sentence} | \`${code}\` |`)
  .join('\n')}

A registration after the deadline of the corridor is recorded and marked \`isLate\`: what happened late happened.

## Who takes part

Whoever has a key of its own signs with it, if the trust list gives it the role. For whom has none, one of the
others signs, and names the digest of the act of the person on file there.

| Capacity | Who it is | Role | State | Who may sign for it |
| --- | --- | --- | --- | --- |
${(Object.keys(CAPACITIES) as Capacity[]).map(capacityRow).join('\n')}

An agency acts with a licence for the destination, both when it happened and when it is recorded
(\`LICENCE_SCOPE\`, \`LICENCE_NOT_ACTIVE\`), and the first to act in a case is the one of the case.

## What a worker is told

A worker who consented to it has a token on paper. An information centre that is shown it asks
\`POST /v1/recruitment-cases/own-status\` under a contract that grants its role the purpose \`OWN_STATUS\`, and is told
where the case stands, since when, whether it may go on, what of the checklist is done, and whether the worker is
confirmed for the destination today. Why it may not go on, and anything about health, is not told. A token that leads
nowhere, consent withdrawn, a worker erased, a case under no such contract: all are one and the same answer.

## Reasons

${Object.entries(CASE_REASONS)
  .map(([step, reasons]) => `- ${step}: ${reasons.map((one) => `\`${one}\``).join(', ')}`)
  .join('\n')}

## After a withdrawal of consent

Nothing more is told to anybody, and nothing that leads to departure is accepted. What stays, and why:

${Object.entries(REMAINDERS)
  .map(([name, why]) => `- \`${name}\`: ${why}`)
  .join('\n')}

## What employers ask for

A demand is registered by the labour ministry where the work is, with a \`demand+jws\` to \`POST /v1/demands\`, under the
contracts in force with every state that it asks workers from; they grant it whole, for it is one statement. What it says:

${TERMS.map(([sentence, pointer]) => `- ${sentence} (\`${pointer}\`)`).join('\n')}

It is open at once where no corridor needs a quota; otherwise the ministry reserves its places in the books of its
state and says so (\`…/quota\`), or refuses it (\`…/refusal\`: ${codes(DEMAND_REFUSALS)}). It is over when
the ministry closes it (\`…/closing\`: ${codes(DEMAND_CLOSURES)}), when every place is taken, and after its last day.

A selection reserves a place first, for two minutes; unused, the place is free again a minute later, and nobody
records that. Who has which place is sent to nobody. \`GET /v1/demands\` shows how many are free to the ministry itself,
to the authorities that the demand went to, to auditors, and to agencies that a contract in force grants it to and that
are licensed for the destination.

## Corridors

The rule of the day a step happened on applies, and the step's event names it. _source_: read in a public copy;
_memory_: not checked; _design_: our recommendation until a ministry says otherwise.

| Rule | From | Until | Permit | Quota | Profile | Checklist | Examined | Registered |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${CORRIDORS.map(corridorRow).join('\n')}

${basesByRegime().join('\n\n')}

## Quotas

${QUOTAS.map(
  ({ state, from, until, categories, bases }) =>
    `${state}, ${from} to ${until}: ${Object.entries(categories)
      .map(([name, places]) => `\`${name}\` ${places}`)
      .join(', ')}.\n\n${bases.map(basisLine).join('\n')}`,
).join('\n\n')}
`;

/** The moves of the machine, each pair of statuses and step once. */
const diagram = (): readonly string[] => [
  ...new Set(
    TRANSITIONS.flatMap(({ from, step, to, when }) =>
      to === undefined || when === 'DEPARTURE_UNREPORTED'
        ? []
        : from.map((one) => `  ${one === 'ABSENT' ? '[*]' : one} --> ${to}: ${step}`),
    ),
  ),
  ...CASE_STATUSES.filter((status) => !TRANSITIONS.some(({ from }) => from.includes(status))).map(
    (status) => `  ${status} --> [*]`,
  ),
];

function transitionRow({ row, from, step, item, when, to, who, guards }: Transition): string {
  const what = item === undefined ? step : `${step} (${item})`;
  const condition = when === undefined ? '' : `, if ${CONDITIONS[when].sentence}`;
  const places = from.map((one) => (one === 'ABSENT' ? '–' : one)).join(', ');
  return `| ${row} | ${places} | ${what}${condition} | ${to ?? 'stays'} | ${who.join(', ')} | ${guards.join(', ')} |`;
}

function capacityRow(capacity: Capacity): string {
  const { title, role, side, attestedBy } = CAPACITIES[capacity];
  return `| \`${capacity}\` | ${title} | ${role} | ${side} | ${attestedBy.join(', ')} |`;
}

function corridorRow(corridor: Corridor): string {
  const { id, from, until = '', permits, quotaNeeded, medicalProfile = '', checklist } = corridor;
  const { examDeadlineDays = '', registrationDeadlineDays = '' } = corridor;
  const cells = [
    ...[`\`${id}\``, from, until, permits.join(' or ') || 'none', quotaNeeded ? 'yes' : 'no'],
    ...[medicalProfile, checklist.join(', '), examDeadlineDays, registrationDeadlineDays],
  ];
  return `| ${cells.join(' | ')} |`;
}

/** What is known of each regime, once: the rules of one regime stand on the same ground. */
const basesByRegime = (): readonly string[] =>
  [
    ...new Map(
      CORRIDORS.map(({ id, bases }) => [id.split('/')[1]!, bases.map(basisLine).join('\n')]),
    ),
  ].map(([regime, lines]) => `${regime}:\n\n${lines}`);

const basisLine = ({ mark, statement, source }: LegalBasis): string =>
  `- _${mark}_: ${statement}${source === undefined ? '' : ` (${source})`}`;
