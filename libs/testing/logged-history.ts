import { verifyHistory, type FederationPlan } from '#client';
import { jcs, sha256, signJws, type SigningKey } from '#signing';
import {
  cosign,
  formatLogProof,
  formatNote,
  GrowingTree,
  leafHash,
  logEntry,
  parseNote,
  signCheckpoint,
  TileReader,
} from '#transparency';
import { SampleHistory } from './sample-history.ts';

const STATES = ['KG', 'RU', 'BY', 'KZ'] as const;

/** Four ministries that may witness. */
const PLAN: FederationPlan = {
  origin: 'hub.example',
  quorum: 2,
  states: STATES.map((state) => ({ state, name: `State ${state}` })),
  authorities: STATES.map((state) => ({
    id: `${state}.MOH`,
    name: `Ministry ${state}`,
    roles: ['health-ministry'],
    signsContracts: true,
    uses: ['statement', 'witness'],
  })),
  agencies: [],
};

/** A history of endorsements, its tree, and what hub, log and witnesses say of it. */
export class LoggedHistory {
  readonly history = new SampleHistory(PLAN);
  readonly tree = new GrowingTree();
  readonly reader = new TileReader((tile) => this.tree.edge(tile)!);

  constructor() {
    for (const event of this.history.events) this.tree.append(leafHash(logEntry(event)), () => {});
  }

  get genesis() {
    return this.history.federation.genesis.document;
  }

  async trust() {
    return (await verifyHistory(this.genesis, this.history.events)).trust;
  }

  /** Seen by the ministries of these states. */
  checkpoint(by: readonly string[], key: SigningKey = this.history.key('HUB log')): string {
    const { origin } = this.genesis;
    const signed = signCheckpoint({ origin, size: this.tree.size, root: this.tree.root() }, key);
    const { text, signatures } = parseNote(signed);
    const cosignatures = by.map((state) =>
      cosign(text, `${state}.MOH`, this.history.key(`${state}.MOH witness`), this.history.now),
    );
    return formatNote({ text, signatures: [...signatures, ...cosignatures] });
  }

  async proof(index: number, by: readonly string[], change: object = {}): Promise<string> {
    const { position: _, ...event } = this.history.events[index]!;
    return formatLogProof({
      extra: Buffer.from(JSON.stringify({ ...event, ...change })),
      index,
      proof: await this.reader.inclusion(index, this.tree.size),
      checkpoint: this.checkpoint(by),
    });
  }

  receipt(index: number, change: object = {}, key = this.history.key('HUB receipt')): string {
    const { id, stream, revision, data, metadata } = this.history.events[index]!;
    const { statement } = JSON.parse(data) as { statement: string };
    const { recordedAt } = JSON.parse(metadata) as { recordedAt: string };
    const digest = sha256(statement);
    const payload = { event: id, stream, revision, digest, recordedAt, under: [], ...change };
    return signJws('receipt+jws', jcs(payload), key);
  }
}
