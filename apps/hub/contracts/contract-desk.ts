import {
  contract,
  hashOf,
  standingOf,
  verifySignature,
  type ContractCommand,
  type ContractDocument,
  type ContractSigner,
} from '#contracts';
import type { StoredEvent } from '#event-store';
import { RuleBroken, stateOf, type Clock, type Instant, type JsonObject } from '#kernel';
import { activeKey, authority } from '#participants';
import type { HubOptions } from '../hub.options.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Receipt, Receipts } from '../log/receipts.ts';
import { holdsStatement } from '../statements/holds-statement.ts';
import { readStatement } from '../statements/read-statement.ts';
import type { HubViews } from '../views/hub-views.ts';
import { verifierOf } from '../views/trust-questions.ts';

type Ending = {
  readonly contract: string;
  readonly version: number;
  readonly hash: string;
  readonly effectiveFrom: Instant;
  readonly effectiveUntil?: Instant;
};

const ENDINGS = {
  'contract-suspension+jws': 'SuspendContract',
  'contract-termination+jws': 'TerminateContract',
} as const;

/** A contract's life: proposed, signed by every party, suspended, terminated (architecture §8). */
export class ContractDesk {
  private readonly log: EventLog;
  private readonly views: HubViews;
  private readonly receipts: Receipts;
  private readonly clock: Clock;
  private readonly marginSeconds: number;

  constructor(
    log: EventLog,
    views: HubViews,
    receipts: Receipts,
    clock: Clock,
    { contractMarginSeconds }: HubOptions,
  ) {
    this.log = log;
    this.views = views;
    this.receipts = receipts;
    this.clock = clock;
    this.marginSeconds = contractMarginSeconds;
  }

  /** Anybody who may sign contracts for a party may propose one. The same document again is answered alike. */
  async propose(
    document: ContractDocument,
    by: string,
  ): Promise<Receipt & { readonly hash: string }> {
    const hash = hashOf(document);
    const stored = await this.carryOut(document.id, {
      type: 'ProposeContract',
      data: { document, hash, party: stateOf(by) },
      at: this.clock.now(),
      by,
    });
    const event = stored.find(
      ({ type, data }) => type === 'ContractProposed' && (data as { hash: string }).hash === hash,
    );
    return { hash, ...this.receipts.of(event!, hash) };
  }

  /** A party's signature over the proposed document; the last one activates it, after the margin. */
  async sign(
    id: string,
    hash: string,
    signature: { readonly protected: string; readonly signature: string },
  ): Promise<Receipt> {
    const at = this.clock.now();
    const document = this.documentOf(id, hash);
    const { authority: by, party } = verifySignature(document, signature, (kid) =>
      this.signerOf(kid, at),
    );
    const stored = await this.carryOut(id, {
      type: 'SignContract',
      data: { hash, party, signature, marginSeconds: this.marginSeconds },
      at,
      by,
    });
    const event = stored.find(({ type, data }) => {
      const signed = data as { hash?: string; party?: string };
      return type === 'ContractSigned' && signed.hash === hash && signed.party === party;
    });
    return this.receipts.of(event!, hash);
  }

  /** Suspension or termination, by a statement of any party. */
  async end(id: string, typ: keyof typeof ENDINGS, text: string): Promise<Receipt> {
    const at = this.clock.now();
    const { payload, by, digest } = readStatement<JsonObject & Ending>(
      text,
      typ,
      this.views.trust,
      at,
    );
    if (payload.contract !== id)
      throw new RuleBroken('RULE_CONTRACT_UNKNOWN', 'the statement names another contract', {
        pointer: '/statement/contract',
      });
    const { version, hash, effectiveFrom, effectiveUntil } = payload;
    const stored = await this.carryOut(id, {
      type: ENDINGS[typ],
      data: {
        party: stateOf(by),
        version,
        hash,
        effectiveFrom,
        ...(effectiveUntil && { effectiveUntil }),
        marginSeconds: this.marginSeconds,
        statement: text,
      },
      at,
      by,
    });
    const event = stored.find((one) => holdsStatement(one, text));
    return this.receipts.of(event!, digest);
  }

  /** The contract as everybody who takes part may read it. */
  stateOf(id: string) {
    const found = this.views.contracts.get(id);
    if (!found) throw new RuleBroken('RULE_CONTRACT_UNKNOWN', `${id} was never proposed`);
    const now = this.clock.now();
    return {
      contract: id,
      standing: standingOf(this.views.contracts, id, now),
      ...(found.terminatedFrom && { terminatedFrom: found.terminatedFrom }),
      drafts: found.drafts.map(shown),
      versions: found.versions.map((version) => ({
        ...shown(version),
        effectiveFrom: version.effectiveFrom,
        suspensions: version.suspensions,
      })),
    };
  }

  private signerOf(kid: string, at: Instant): ContractSigner {
    const { trust } = this.views;
    const key = activeKey(trust, kid, 'statement', at);
    const signsContracts = authority(trust, key.holder)?.signsContracts ?? false;
    return { authority: key.holder, signsContracts, key: verifierOf(key) };
  }

  private documentOf(id: string, hash: string): ContractDocument {
    const found = this.views.contracts.get(id);
    const draft = [...(found?.drafts ?? []), ...(found?.versions ?? [])].find(
      (known) => known.hash === hash,
    );
    if (draft) return draft.document;
    throw new RuleBroken('RULE_CONTRACT_UNKNOWN', `no version of ${id} has this hash`, {
      pointer: '/hash',
    });
  }

  /** All of the stream after the command; the hub's own view has seen it when this resolves. */
  private async carryOut(id: string, command: ContractCommand): Promise<readonly StoredEvent[]> {
    const { before, stored } = await this.log.carryOut(`contract-${id}`, contract, command);
    const last = stored.at(-1);
    if (last) await this.views.waitFor(last.position);
    return [...before, ...stored];
  }
}

const shown = ({
  document,
  hash,
  signatures,
}: {
  document: ContractDocument;
  hash: string;
  signatures: readonly { party: string; protected: string; signature: string }[];
}) => ({
  version: document.version,
  hash,
  signedBy: signatures.map(({ party }) => party),
  signatures,
  document,
});
