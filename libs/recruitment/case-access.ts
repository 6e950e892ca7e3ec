import { letsAsk, type ContractVersion } from '#contracts';
import { fold, type DomainEvent, type Instant } from '#kernel';
import { recruitmentCase } from './domain/case.decider.ts';
import { REMAINDERS, type CaseEvent, type Remainder } from './domain/case.messages.ts';

/** When the worker withdrew the consent, and what stays all the same, with its reason. */
export type Withdrawal = {
  readonly at: Instant;
  readonly stays: Readonly<Partial<Record<Remainder, string>>>;
};

/** Whether agencies of a state may ask about the case: a contract in force, in whatever version, that it runs under grants it. */
export function agenciesMayRead(
  events: readonly DomainEvent[],
  active: readonly ContractVersion[],
  state: string,
): boolean {
  const { record, under } = fold(recruitmentCase, events as readonly CaseEvent[]);
  if (!record) return false;
  const matter = { issuer: record.issuer, recordType: 'RecruitmentCase', under };
  return active.some((version) => letsAsk(version, { state, role: 'agency' }, matter));
}

/** Undefined while the worker consents. */
export function withdrawalIn(events: readonly DomainEvent[]): Withdrawal | undefined {
  const withdrawn = (events as readonly CaseEvent[]).find(
    ({ type }) => type === 'ConsentWithdrawn',
  );
  if (withdrawn?.type !== 'ConsentWithdrawn') return undefined;
  const stays = withdrawn.data.stays.map((one) => [one, REMAINDERS[one]]);
  return { at: withdrawn.at, stays: Object.fromEntries(stays) as Withdrawal['stays'] };
}
