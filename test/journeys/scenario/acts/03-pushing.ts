import type { BatchLine, Push } from '#client';
import { openSealed, withDisclosures } from '#credentials';
import { dayOf } from '#kernel';
import { generateKey } from '#signing';
import { hoursAgo, type Cast, type Certificate, type Changes } from '../cast.ts';
import type { Story } from '../story.ts';

/** KG's ministry pushes one by one and as a batch in which most lines are bad; each gets its own answer. */
export async function pushing(story: Story, cast: Cast): Promise<void> {
  story.act('Pushing');
  await story.step('KG.MOH', 'pushes a certificate', '201', () => statusOf(cast, 'fit', 1));
  await story.step('KG.MOH', 'pushes it again: same receipt, byte for byte', 'same', async () => {
    const hub = await cast.client('KG.MOH');
    const { push } = cast.certificate('fit');
    const [first, again] = [await hub.pushCertificate(push), await hub.pushCertificate(push)];
    return first.receipt === again.receipt ? 'same' : 'another';
  });
  await story.step('KG.MOH', 'pushes one of a worker found unfit', '201', () =>
    statusOf(cast, 'unfit', 2, {
      outcomes: { 'RU/LABOUR/2': 'UNFIT' },
      findings: { HIV: detected(dayOf(cast.now())) },
    }),
  );
  await story.step('TJ.MOH', 'pushes, party to no contract', 'RULE_NO_CONTRACT', async () => {
    await cast.push('of TJ', 3, { issuer: 'TJ.MOH' });
    return 'stored';
  });
  const lines = await badLines(cast);
  const answers = await pushAll(cast, [...lines.values()]);
  for (const [index, [what, { expected }]] of [...lines].entries())
    await story.step('KG.MOH', `batch, line ${index + 1}: ${what}`, expected, async () =>
      Promise.resolve(answerOf(answers[index]!)),
    );
}

type Line = { readonly push: Push; readonly expected: string };

async function statusOf(
  cast: Cast,
  name: string,
  n: number,
  changes: Changes = {},
): Promise<string> {
  await cast.push(name, n, changes);
  return '201';
}

const detected = (performedOn: string) =>
  ({
    result: 'DETECTED',
    methodCode: 'HIV_1_2_AB_P24',
    performedOn,
    confirmatoryDone: true,
  }) as const;

/** The lines of the batch in order, by what is wrong with each. */
async function badLines(cast: Cast): Promise<Map<string, Line>> {
  const [first, second] = [await cast.issue(10), await cast.issue(11)];
  cast.certificates.set('first of batch', first);
  cast.certificates.set('second of batch', second);
  const [retired, old] = [
    await cast.endorsed('KG.MOH', 'record', { until: -1 }),
    await cast.endorsed('KG.MOH', 'record'),
  ];
  const other = await cast.issue(12);
  const bad = async (n: number, changes: Changes) => (await cast.issue(n, changes)).push;
  const line = (push: Push, expected: string): Line => ({ push, expected });
  return new Map([
    ['nothing wrong', line(first.push, '201')],
    ['signature of another record', line(withSignatureOf(other, first), 'TRUST_SIGNATURE_INVALID')],
    [
      'a key that nobody endorsed',
      line(await bad(13, { key: generateKey('KG.MOH', 'record') }), 'TRUST_KEY_UNKNOWN'),
    ],
    [
      'a key endorsed for another use',
      line(await bad(14, { key: await cast.key('KG.MOH', 'statement') }), 'TRUST_KEY_USE'),
    ],
    ['a key past its time', line(await bad(15, { key: retired }), 'TRUST_KEY_NOT_ACTIVE')],
    [
      'a record of another ministry',
      line(await bad(16, { issuer: 'RU.MOH' }), 'TRUST_WRONG_ISSUER'),
    ],
    ['a mandatory claim left out', line(withoutClaim(other), 'WIRE_SCHEMA_MISMATCH')],
    ['an HIV finding in the open', line(await inTheOpen(cast, other), 'WIRE_S5_IN_THE_OPEN')],
    [
      'clearances of another record',
      line({ ...other.push, clearances: first.push.clearances! }, 'RULE_CLEARANCE_MISMATCH'),
    ],
    [
      'status indices that were used',
      line(await bad(17, { status: cast.certificate('fit').status }), 'RULE_STATUS_INDEX_SPENT'),
    ],
    ['line 1 again', line(first.push, '200')],
    [
      'the id of line 1 for another record',
      line(await bad(18, { id: first.id }), 'RULE_RECORD_ID_REUSED'),
    ],
    [
      'signed four days ago',
      line(await bad(19, { key: old, iat: hoursAgo(96) }), 'TRUST_IAT_TOO_OLD'),
    ],
    ['signed in the future', line(await bad(20, { iat: hoursAgo(-1) }), 'TRUST_IAT_IN_FUTURE')],
    ['nothing wrong, after all that', line(second.push, '201')],
  ]);
}

async function pushAll(cast: Cast, lines: readonly Line[]): Promise<BatchLine[]> {
  const hub = await cast.client('KG.MOH');
  return Array.fromAsync(hub.pushBatch(lines.map(({ push }) => push)));
}

const answerOf = (line: BatchLine): string =>
  'problem' in line ? line.problem.code : String(line.status);

/** The JWT's first two parts, and the third of another record. */
function withSignatureOf(one: Certificate, other: Certificate): Push {
  const [head, body] = one.push.record.split('.');
  const rest = one.push.record.slice(one.push.record.indexOf('~'));
  const signature = other.push.record.slice(0, other.push.record.indexOf('~')).split('.')[2]!;
  return { ...one.push, record: `${head}.${body}.${signature}${rest}` };
}

/** Without the disclosure of the certificate's number. */
function withoutClaim({ push, claims }: Certificate): Push {
  const parts = push.record.split('~');
  const kept = parts.filter((part) => !textOf(part).includes(claims.number.number));
  return { ...push, record: kept.join('~') };
}

const textOf = (part: string): string => Buffer.from(part, 'base64url').toString();

/** The sealed finding, opened by its recipient and laid beside the other disclosures. */
async function inTheOpen(cast: Cast, { push }: Certificate): Promise<Push> {
  const opened = await openSealed(push.sealed!, await cast.key('RU.MOH', 'encryption'));
  return { record: withDisclosures(push.record, opened) };
}
