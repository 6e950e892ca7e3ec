import type { ErrorCode } from '#kernel';
import { generateKey } from '#signing';
import { LoggedHistory, type SampleHistory } from '#testing';
import {
  cosign,
  formatNote,
  leafHash,
  parseCheckpoint,
  parseNote,
  signCheckpoint,
} from '#transparency';
import type { ReplayedEvent } from '../types.ts';
import { agreedHistory, found } from './history.samples.ts';
import { signLog, witnessLog } from './log.samples.ts';
import { verifyHistory } from './verify-history.ts';

/** Three checkpoints, the last over all that goes before it. */
function loggedHistory(): SampleHistory {
  const history = agreedHistory();
  signLog(history);
  history.issue();
  history.issue();
  signLog(history, { size: history.events.length - 2 });
  history.issue();
  signLog(history);
  return history;
}

const places = (events: readonly ReplayedEvent[]): readonly ReplayedEvent[] => {
  const revisions = new Map<string, number>();
  return events.map((event, index) => {
    const revision = revisions.get(event.stream) ?? 0;
    revisions.set(event.stream, revision + 1);
    return { ...event, revision, position: String(index + 1).padStart(16, '0') };
  });
};

const blinded = (metadata: string): string =>
  metadata.replace(/"nonce":"[^"]+"/, `"nonce":"${'A'.repeat(22)}"`);

/** With the event before. */
const swapped = (events: readonly ReplayedEvent[], at: number): readonly ReplayedEvent[] =>
  events.with(at - 1, events[at]!).with(at, events[at - 1]!);

/** Codes of what is found about checkpoints. */
const doubts = async (history: SampleHistory, events: readonly ReplayedEvent[]) =>
  (await found(history, events)).flatMap(([type, code]) =>
    type === 'CheckpointSigned' ? [code] : [],
  );

describe('checkpoints of the log', () => {
  test('are proved over the events before them, also where more were recorded meanwhile', async () => {
    const history = loggedHistory();
    expect(await found(history)).toEqual([]);
  });

  test('show a nonce that was changed, which no signature covers', async () => {
    const history = loggedHistory();
    const at = history.events.findIndex(({ type }) => type === 'CertificateIssued');
    const { metadata, ...rest } = history.events[at]!;
    const nonce = `"nonce":"${'A'.repeat(22)}"`;
    const edited = { ...rest, metadata: metadata.replace(/"nonce":"[^"]+"/, nonce) };
    const events = history.events.with(at, edited);
    expect(await found(history, events)).toEqual([
      ['CheckpointSigned', 'TRUST_LOG_PROOF'],
      ['CheckpointSigned', 'TRUST_LOG_PROOF'],
    ]);
  });

  test('show a record that was left out with its whole stream', async () => {
    const history = loggedHistory();
    const at = history.events.findLastIndex(({ type }) => type === 'CertificateIssued');
    const events = places(history.events.toSpliced(at, 1));
    expect(await found(history, events)).toEqual([['CheckpointSigned', 'TRUST_LOG_PROOF']]);
  });

  test('show two streams that changed places', async () => {
    const history = loggedHistory();
    const at = history.events.findIndex(({ type }) => type === 'CertificateIssued');
    const [one, other] = [history.events[at]!, history.events[at + 1]!];
    const events = places(history.events.with(at, other).with(at + 1, one));
    expect(await doubts(history, events)).toEqual(['TRUST_LOG_PROOF', 'TRUST_LOG_PROOF']);
  });

  test.each<[string, ErrorCode, Parameters<typeof signLog>[1]]>([
    ['signed by another key of the hub', 'TRUST_SIGNATURE_INVALID', { by: 'HUB lane' }],
    ['of another log', 'TRUST_SIGNATURE_INVALID', { origin: 'other.example' }],
    ['in the stream of another log', 'STORE_CORRUPT', { stream: 'notary-other.example' }],
    ['with a second signature', 'STORE_CORRUPT', { more: '— somebody AAAAAAA=\n' }],
    ['no larger than the one before', 'TRUST_LOG_PROOF', { size: 3 }],
  ])('are not proved where one is %s', async (_, code, lie) => {
    const history = agreedHistory();
    signLog(history, { size: 3 });
    signLog(history, lie);
    expect(await found(history)).toEqual([['CheckpointSigned', code]]);
  });

  test('cover nothing that comes after them', async () => {
    const history = agreedHistory();
    history.issue();
    signLog(history);
    const events = places(history.events.toSpliced(-2, 2, ...history.events.slice(-2).reverse()));
    expect(await found(history, events)).toEqual([['CheckpointSigned', 'TRUST_LOG_PROOF']]);
  });
});

describe('the events of the log itself, which are no leaves,', () => {
  /** Three checkpoints, two of them with the word of a witness, and certificates between them all. */
  function witnessedHistory() {
    const history = agreedHistory();
    const by = [generateKey('elsewhere.example/witness', 'witness')];
    for (let round = 0; round < 2; round++) {
      const checkpoint = signLog(history);
      history.issue();
      witnessLog(history, checkpoint, by);
      history.issue();
    }
    signLog(history);
    return history;
  }
  const history = witnessedHistory();
  const { events } = history;
  const at = events.findIndex(({ type }) => type === 'CheckpointWitnessed');
  const witnessed = events[at]!;
  const findings = async (changed: readonly ReplayedEvent[]) => {
    const { findings: all } = await verifyHistory(history.federation.genesis.document, changed);
    return all.map(({ position, code }) => [position, code]);
  };

  test('are proved as they are by the checkpoints after them', async () => {
    expect(await findings(events)).toEqual([]);
  });

  const { metadata } = witnessed;
  test.each<[string, readonly ReplayedEvent[]]>([
    ['a nonce that was changed', events.with(at, { ...witnessed, metadata: blinded(metadata) })],
    ['another id', events.with(at, { ...witnessed, id: events[0]!.id })],
    ['one that stands elsewhere between the leaves', places(swapped(events, at))],
  ])('show %s, at the next checkpoint', async (_, changed) => {
    const next = changed.findIndex(({ type }, index) => type === 'CheckpointSigned' && index > at);
    expect(await findings(changed)).toEqual([[changed[next]!.position, 'TRUST_LOG_PROOF']]);
  });

  test('show what was taken out, a checkpoint with the word of its witnesses', async () => {
    const signed = events.findIndex(({ type }) => type === 'CheckpointSigned');
    const changed = places(events.toSpliced(at, 1).toSpliced(signed, 1));
    const next = changed.find(({ type }) => type === 'CheckpointSigned')!;
    expect(await findings(changed)).toContainEqual([next.position, 'TRUST_LOG_PROOF']);
  });

  test('show a word of witnesses that stands there twice', async () => {
    const again = { ...witnessed, id: 'd9b1f1f2-5d5e-4a55-9a0e-0c8f6c1b7a11' };
    const changed = places([...events, again]);
    expect(await findings(changed)).toEqual([[changed.at(-1)!.position, 'TRUST_LOG_PROOF']]);
  });

  test.each<[string, readonly string[]]>([
    ['nothing', []],
    ['something else', ['own two words']],
  ])('are not proved by a checkpoint that says %s of them', async (_, extensions) => {
    const other = agreedHistory();
    signLog(other, { extensions });
    expect(await found(other)).toEqual([['CheckpointSigned', 'TRUST_LOG_PROOF']]);
  });
});

describe('what witnesses saw of the log', () => {
  /** A history whose log signed once, what it signed, and two ministries that may witness it. */
  function signedHistory() {
    const { history } = new LoggedHistory();
    const witnesses = ['KG.MOH', 'RU.MOH'].map((holder) => history.key(`${holder} witness`));
    return { history, checkpoint: signLog(history), witnesses };
  }

  test('is proved where the log had signed it, whoever else vouches', async () => {
    const { history, checkpoint, witnesses } = signedHistory();
    const other = generateKey('elsewhere.example/witness', 'witness');
    witnessLog(history, checkpoint, [...witnesses, other]);
    expect(await found(history)).toEqual([]);
  });

  test('is not proved where the log has not signed it', async () => {
    const { history, witnesses } = signedHistory();
    const { origin } = history.federation.genesis.document;
    const other = { origin, size: 1, root: leafHash(Buffer.alloc(0)) };
    witnessLog(history, signCheckpoint(other, history.key('HUB log')), witnesses);
    expect(await found(history)).toEqual([['CheckpointWitnessed', 'TRUST_LOG_PROOF']]);
  });

  test('is not proved where another key than the log signed', async () => {
    const { history, checkpoint, witnesses } = signedHistory();
    const { origin, ...head } = parseCheckpoint(parseNote(checkpoint));
    const forged = signCheckpoint({ origin, ...head }, generateKey('HUB', 'hub'));
    witnessLog(history, forged, witnesses);
    expect(await found(history)).toEqual([['CheckpointWitnessed', 'TRUST_SIGNATURE_INVALID']]);
  });

  test('is not proved where an endorsed witness did not cosign', async () => {
    const { history, checkpoint, witnesses } = signedHistory();
    const { text, signatures } = parseNote(checkpoint);
    const cosignature = cosign(text, 'KG.MOH', witnesses[0]!, history.now);
    cosignature.bytes.writeUInt8(cosignature.bytes.at(-1)! ^ 1, cosignature.bytes.length - 1);
    witnessLog(history, formatNote({ text, signatures: [...signatures, cosignature] }), []);
    expect(await found(history)).toEqual([['CheckpointWitnessed', 'TRUST_SIGNATURE_INVALID']]);
  });
});
