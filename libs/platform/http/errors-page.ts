import { ERROR_CODES, type ErrorCode } from '#kernel';
import { statusOf } from './status.ts';

/** The page docs/errors.md. */
export function errorsPage(): string {
  const rows = (Object.keys(ERROR_CODES) as ErrorCode[]).map((code) => {
    const [meaning, remedy] = ERROR_CODES[code];
    return `| \`${code}\` | ${statusOf(code) ?? '–'} | ${meaning} | ${remedy} |`;
  });
  return `# Error codes

Every refusal is a problem document (RFC 9457, \`application/problem+json\`) with a stable \`code\`, a
\`pointer\` (RFC 6901) to the member at fault where there is one, and a \`remedy\`. The prefix says what
kind of refusal it is and whether repeating the same request can help.

| Prefix | Meaning | Repeat? |
| --- | --- | --- |
| \`WIRE_\` | not readable as what it claims to be | no |
| \`TRUST_\`, \`LICENCE_\` | readable, but not proved to be from them, or not theirs to do | no |
| \`RULE_\` | proved, but makes no sense now | no, but \`RULE_QUOTA\` after \`Retry-After\` |
| \`STORE_\` | a race was lost, or the store is away | yes, after \`Retry-After\` |
| \`UPSTREAM_\` | a national system failed; seen in an adapter's log and in parked deliveries, never in an answer | the adapter does |
| \`INTERNAL\` | a fault of the hub; tell its operator the \`traceId\` | – |

This page is made from the code by \`npm run docs\`.

| Code | Status | Meaning | What to do |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}
