import { generateKey } from '#signing';
import { codeOfAsync, type SampleHistory } from '#testing';
import {
  EMPTY_ROOT,
  ownEventsLine,
  parseCheckpoint,
  parseNote,
  signCheckpoint,
} from '#transparency';
import type { ReplayedEvent } from '../types.ts';
import { agreedHistory } from './history.samples.ts';
import { signLog } from './log.samples.ts';
import { verifyHistory } from './verify-history.ts';
import type { VerifyOptions } from './verify-options.ts';

/**
 * Two certificates beyond the first checkpoint in the store; `note` is over the first of them, as a witness keeps it.
 * @param isKept whether that one is in the store, too
 */
function witnessedHistory(isKept: boolean) {
  const history = agreedHistory();
  signLog(history);
  const { stream } = history.issue();
  const kept = history.events.length - 1;
  const note = signLog(history);
  if (!isKept) history.events.pop(); // It reached the witness, and the store lost it.
  history.issue();
  return { history, note, kept, stream };
}

const replay = (
  { federation }: SampleHistory,
  events: readonly ReplayedEvent[],
  options: VerifyOptions,
) => verifyHistory(federation.genesis.document, events, options);

const { history, note, kept, stream } = witnessedHistory(false);
const { events } = history;
const certificate = events.findIndex((event) => event.stream === stream);
const size = kept;

describe('a checkpoint that somebody else kept', () => {
  test('is extended by an honest history', async () => {
    const honest = witnessedHistory(true);
    const { events } = honest.history;
    const checkpoints = [honest.note];
    const { findings, outside, log } = await replay(honest.history, events, { checkpoints });
    expect(findings).toEqual([]);
    expect(outside).toMatchObject([{ size, verdict: 'EXTENDED' }]);
    expect(log).toMatchObject({ size: events.length - 2, proved: size });
  });

  test('shows other events of the log itself than it was signed after', async () => {
    const { origin } = history.federation.genesis.document;
    const { root } = parseCheckpoint(parseNote(note));
    const extensions = [ownEventsLine({ count: 1, hash: EMPTY_ROOT })];
    const other = signCheckpoint({ origin, size, root, extensions }, history.key('HUB log'));
    const { findings, outside } = await replay(history, events, { checkpoints: [other] });
    expect(outside).toMatchObject([{ size, verdict: 'FORKED' }]);
    const { id: event, position } = events[certificate]!;
    expect(findings).toMatchObject([{ code: 'TRUST_LOG_FORK', event, position }]);
  });

  test('shows what was cut off, which nothing in the store shows', async () => {
    const cut = events.slice(0, certificate);
    expect((await replay(history, cut, {})).findings).toEqual([]);
    const { findings, outside } = await replay(history, cut, { checkpoints: [note] });
    expect(outside).toMatchObject([{ size, verdict: 'CUT' }]);
    const { id: event, position } = cut.at(-1)!;
    const reason = `after it 1 events are missing that a checkpoint of ${size} covers`;
    expect(findings).toMatchObject([{ code: 'TRUST_LOG_CUT', event, position, reason }]);
  });

  test('shows that the store was emptied', async () => {
    const { findings } = await replay(history, [], { checkpoints: [note] });
    expect(findings).toMatchObject([{ code: 'TRUST_LOG_CUT', position: '', event: '' }]);
  });

  test('shows another history of as many events, and from where on it differs', async () => {
    const { position, metadata, ...rest } = events[certificate]!;
    const nonce = `"nonce":"${'A'.repeat(22)}"`;
    const edited = { ...rest, position, metadata: metadata.replace(/"nonce":"[^"]+"/, nonce) };
    const other = events.with(certificate, edited);
    expect((await replay(history, other, {})).findings).toEqual([]);
    const { findings, outside } = await replay(history, other, { checkpoints: [note] });
    expect(outside).toMatchObject([{ size, verdict: 'FORKED' }]);
    expect(findings).toMatchObject([{ code: 'TRUST_LOG_FORK', event: rest.id, position }]);
    expect(findings[0]!.reason).toContain(`from ${position} up to it`);
  });

  test('shows a log that has signed two trees of one size', async () => {
    const { origin } = history.federation.genesis.document;
    const split = signCheckpoint({ origin, size: 3, root: EMPTY_ROOT }, history.key('HUB log'));
    const { findings, outside } = await replay(history, events, { checkpoints: [note, split] });
    expect(outside.map(({ verdict }) => verdict)).toEqual(['FORKED', 'EXTENDED']);
    expect(findings).toMatchObject([{ code: 'TRUST_LOG_FORK', position: events[2]!.position }]);
  });

  test('says nothing of events that were not read', async () => {
    const upTo = events[4]!.position;
    const { findings, outside } = await replay(history, events, { checkpoints: [note], upTo });
    expect([findings, outside]).toMatchObject([[], [{ verdict: 'NOT_REACHED' }]]);
    const part = { checkpoints: [note], isWhole: false };
    expect((await replay(history, events.slice(0, 4), part)).findings).toEqual([]);
  });

  test('of no event says nothing, and one that the log did not sign is none', async () => {
    const { origin } = history.federation.genesis.document;
    const sign = (key = history.key('HUB log')) =>
      signCheckpoint({ origin, size: 0, root: EMPTY_ROOT }, key);
    expect((await replay(history, events, { checkpoints: [sign()] })).findings).toEqual([]);
    const forged = [sign(generateKey('HUB', 'hub'))];
    expect(await codeOfAsync(() => replay(history, events, { checkpoints: forged }))).toBe(
      'TRUST_SIGNATURE_INVALID',
    );
  });
});

describe('a range of a history', () => {
  const after = events[certificate - 1]!.position;

  test('is told alone, on the ground of all that goes before it', async () => {
    const result = await replay(history, events, { after });
    expect(result).toMatchObject({ findings: [], events: 2, before: { events: certificate } });
    expect(result.eventsByType).toEqual({ CertificateIssued: 2 });
    const all = await replay(history, events, {});
    expect(result.log).toEqual(all.log);
  });

  test('counts what is not proved before it, and takes signatures there as they are', async () => {
    const { data, ...rest } = events[certificate]!;
    const forged = data.replace(/"jwt":"([^"]+)\.[^."]+"/, `"jwt":"$1.${'A'.repeat(86)}"`);
    const lying = events.with(certificate, { ...rest, data: forged });
    const at = (await replay(history, lying, {})).findings;
    expect(at).toMatchObject([{ event: rest.id }]);
    const later = await replay(history, lying, { after: rest.position });
    expect(later).toMatchObject({ findings: [], events: 1 });
    const wrong = events.with(certificate, { ...rest, data: data.replace('"KG"', '"RU"') });
    expect(await replay(history, wrong, { after: rest.position })).toMatchObject({
      findings: [],
      before: { findings: 1 },
    });
  });

  test('ends where it was asked to', async () => {
    const upTo = events[certificate]!.position;
    const result = await replay(history, events, { after, upTo });
    expect(result).toMatchObject({ events: 1, log: { size: certificate } });
  });
});
