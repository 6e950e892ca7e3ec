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
