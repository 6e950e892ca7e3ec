import type { ContractVersion } from '#contracts';
import { RuleBroken, type Instant } from '#kernel';

/** Questions of one asker in the minute that is running. */
type Minute = { readonly minute: string; count: number };

/** Counts what each asker asks per minute. Kept by each hub; a contract's limit times the hubs is the bound. */
export class Quota {
  private readonly minutes = new Map<string, Minute>();

  /** @throws RuleBroken RULE_QUOTA with the seconds until the next minute */
  take(asker: string, limit: number, at: Instant): void {
    const minute = at.slice(0, 16);
    const known = this.minutes.get(asker);
    if (known?.minute !== minute) {
      this.minutes.set(asker, { minute, count: 1 });
      return;
    }
    if (known.count >= limit)
      throw new RuleBroken('RULE_QUOTA', `${asker} asked ${limit} times this minute`, {
        facts: { limit, retryAfter: 60 - Number(at.slice(17, 19)) },
      });
    known.count++;
  }
}

/** The most generous of the contracts that answer; an asker without a contract gets few CANNOT_ANSWERs. */
export const questionsPerMinute = (answering: readonly ContractVersion[]): number =>
  answering.reduce(
    (most, { document }) => Math.max(most, document.rateLimits.verificationsPerMinute),
    LIMIT_WITHOUT_CONTRACT,
  );

const LIMIT_WITHOUT_CONTRACT = 10;
