import type { SigningKey } from '#signing';
import type { SampleHistory } from '#testing';
import {
  cosign,
  formatNote,
  GrowingTree,
  leafHash,
  logEntry,
  logStream,
  parseNote,
  signCheckpoint,
} from '#transparency';

type Signing = {
  /** Of how many leaves; all by default. */
  readonly size?: number;
  readonly by?: string;
  readonly origin?: string;
  readonly stream?: string;
  /** What else the stored checkpoint says. */
  readonly more?: string;
};

/** A checkpoint as a notary signs it over what a history holds, or one that lies. */
export function signLog(history: SampleHistory, signing: Signing = {}): string {
  const { origin: own } = history.federation.genesis.document;
  const { by = 'HUB log', origin = own, stream = logStream(own), more = '' } = signing;
  const leaves = history.events.filter((event) => event.stream !== logStream(own));
  const { size = leaves.length } = signing;
  const tree = new GrowingTree();
  for (const event of leaves.slice(0, size)) tree.append(leafHash(logEntry(event)), () => {});
  const signed = signCheckpoint({ origin, size, root: tree.root() }, history.key(by));
  const checkpoint = `${signed}${more}`;
  const { now: at } = history;
  history.append(stream, [{ type: 'CheckpointSigned', data: { checkpoint }, at, by: 'HUB' }]);
  return checkpoint;
}

/** The checkpoint again, as witnesses cosigned it. */
export function witnessLog(
  history: SampleHistory,
  checkpoint: string,
  witnesses: readonly SigningKey[],
): void {
  const { text, signatures } = parseNote(checkpoint);
  const { now: at } = history;
  const cosignatures = witnesses.map((key) => cosign(text, key.holder, key, at));
  const witnessed = formatNote({ text, signatures: [...signatures, ...cosignatures] });
  const data = { checkpoint: witnessed };
  const stream = logStream(history.federation.genesis.document.origin);
  history.append(stream, [{ type: 'CheckpointWitnessed', data, at, by: 'HUB' }]);
}
