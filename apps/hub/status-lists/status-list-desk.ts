import { signStatusList } from '#credentials';
import { numericDate, RuleBroken, WireError, type Instant } from '#kernel';
import { sha256, type SigningKey } from '#signing';
import type { HubParts } from '../hub.life.ts';
import { statusKeys } from '../views/trust-questions.ts';

/** A list as it is published, and for how many seconds from now it need not be asked for again. */
export type PublishedList = {
  readonly token: string;
  readonly etag: string;
  readonly maxAge: number;
};

type Made = {
  readonly token: string;
  readonly etag: string;
  readonly kid: string;
  readonly iat: number;
  readonly bytes: Uint8Array;
};

type Making = { readonly begun: number; readonly made: Promise<Made> };

/** Milliseconds for which a list is given as it was made, however often it is asked for. */
const REST = 1_000;

/**
 * Makes status lists when they are asked for, of what the store and the vault hold then, so that nothing is published
 * late and any hub can do it (ADR 14). A list says how things stood at its `iat`, by everything recorded before.
 */
export class StatusListDesk {
  private readonly parts: HubParts;
  private readonly now: () => number;
  private readonly making = new Map<string, Making>();

  /** @param now a clock that never goes back, in milliseconds */
  constructor(parts: HubParts, now = () => performance.now()) {
    this.parts = parts;
    this.now = now;
  }

  /** Where lists are published, the oldest of each issuer first. */
  async uris(): Promise<readonly string[]> {
    const lists = await this.parts.vault.statusLists();
    return lists.map(({ list }) => this.uriOf(list));
  }

  /**
   * @throws WireError WIRE_NOT_FOUND, RuleBroken RULE_STATUS_NOT_DELEGATED, StoreError STORE_BEHIND
   */
  async published(list: string): Promise<PublishedList> {
    const { ttlSeconds } = this.parts.options.statusLists;
    const { token, etag, iat } = await this.latest(list);
    const left = iat + ttlSeconds - numericDate(this.parts.clock.now());
    return { token, etag, maxAge: Math.min(Math.max(left, 1), ttlSeconds) };
  }

  private latest(list: string): Promise<Made> {
    const known = this.making.get(list);
    const now = this.now();
    if (known && now - known.begun < REST) return known.made;
    const made = this.make(
      list,
      known?.made.catch(() => undefined),
    );
    this.making.set(list, { begun: now, made });
    // Nobody waits for what was not there; it is looked for again.
    made.catch(() => this.making.delete(list));
    return made;
  }

  private async make(list: string, before?: Promise<Made | undefined>): Promise<Made> {
    const { store, vault, views, clock, options } = this.parts;
    const { ttlSeconds, lifeSeconds } = options.statusLists;
    const at = clock.now();
    const issuer = issuerOf(list);
    const withdrawn = await views.withdrawn(issuer, await store.end());
    const bytes = await vault.statuses(list, { withdrawn });
    if (!bytes) throw noList(list);
    const { key, validUntil } = await this.signerFor(issuer, at);
    const iat = numericDate(at);
    const last = await before;
    if (last && last.kid === key.kid && iat < last.iat + ttlSeconds && same(last.bytes, bytes))
      return last;
    const exp = Math.min(iat + lifeSeconds, numericDate(validUntil));
    const uri = this.uriOf(list);
    const token = signStatusList({ uri, iat, exp, ttl: ttlSeconds, bits: 1, bytes }, key);
    return { token, etag: `"${sha256(token)}"`, kid: key.kid, iat, bytes };
  }

  /** The newest key of those that the issuer's state endorsed for this and this hub has. */
  private async signerFor(
    issuer: string,
    at: Instant,
  ): Promise<{ readonly key: SigningKey; readonly validUntil: Instant }> {
    const { views, options } = this.parts;
    const endorsed = statusKeys(views.trust, issuer, at);
    const key = await options.statusLists.keys.firstOf(endorsed.map(({ kid }) => kid));
    const known = endorsed.find(({ kid }) => kid === key?.kid);
    if (key && known) return { key, validUntil: known.validUntil };
    throw new RuleBroken('RULE_STATUS_NOT_DELEGATED', `no status key of ${issuer} is here`, {
      facts: { issuer },
    });
  }

  private uriOf(list: string): string {
    return `${this.parts.views.statusLists}${list}`;
  }
}

export const issuerOf = (list: string): string => list.slice(0, list.lastIndexOf('-'));

export const noList = (list: string) =>
  new WireError('WIRE_NOT_FOUND', `there is no status list ${list}`);

const same = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;
