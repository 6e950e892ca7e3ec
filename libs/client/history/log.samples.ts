import type { SigningKey } from '#signing';
import type { SampleHistory } from '#testing';
import {
  cosign,
  formatNote,
  GrowingTree,
  leafHash,
  logEntry,
  logStream,
  NO_OWN_EVENTS,
  ownEventsLine,
  parseNote,
  signCheckpoint,
  withOwnEvent,
  type OwnEvents,
} from '#transparency';

type Signing = {
  /** Of how many leaves; all by default. */
  readonly size?: number;
  readonly by?: string;
  readonly origin?: string;
  readonly stream?: string;
  /** What else the stored checkpoint says. */
  readonly more?: string;
  /** What it says of the log's own events; what is there by default. */
  readonly extensions?: readonly string[];
};

/** A checkpoint as a notary signs it over what a history holds, or one that lies. */
export function signLog(history: SampleHistory, signing: Signing = {}): string {
  const { origin: own } = history.federation.genesis.document;
  const { by = 'HUB log', origin = own, stream = logStream(own), more = '' } = signing;
  const leaves = history.events.filter((event) => event.stream !== logStream(own));
  const { size = leaves.length } = signing;
  const tree = new GrowingTree();
  for (const event of leaves.slice(0, size)) tree.append(leafHash(logEntry(event)), () => {});
  const { extensions = [ownEventsLine(ownEventsOf(history))] } = signing;
  const head = { origin, size, root: tree.root(), extensions };
  const signed = signCheckpoint(head, history.key(by));
  const checkpoint = `${signed}${more}`;
  const { now: at } = history;
  history.append(stream, [{ type: 'CheckpointSigned', data: { checkpoint }, at, by: 'HUB' }]);
  return checkpoint;
}

/** Of the log's own stream, as they stand in a history. */
function ownEventsOf({ events, federation }: SampleHistory): OwnEvents {
  const stream = logStream(federation.genesis.document.origin);
  let leaves = 0;
  let own = NO_OWN_EVENTS;
  for (const event of events)
    if (event.stream === stream) own = withOwnEvent(own, logEntry(event), leaves);
    else leaves++;
  return own;
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
