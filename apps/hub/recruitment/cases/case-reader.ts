import type { IssuedRecord } from '#certificates';
import { activeVersions } from '#contracts';
import type { StoredEvent } from '#event-store';
import { unionOfTo } from '#exchange';
import {
  RuleBroken,
  TrustError,
  type Clock,
  type ContractReference,
  type Instant,
  type Recipient,
} from '#kernel';
import { agency, authority } from '#participants';
import {
  agenciesMayRead,
  caseStatusAt,
  mayProceed,
  withdrawalIn,
  type CaseAnswer,
  type Withdrawal,
} from '#recruitment';
import type { Vault } from '#vault';
import type { Axes } from '../../certificates/read-certificate.handler.ts';
import type { AccessLog } from '../../log/access-log.ts';
import type { EventLog } from '../../log/event-log.ts';
import { noteRefusal } from '../../log/note-refusal.ts';
import { assertLicensed } from '../../platform/licence-gate.ts';
import type { Signed } from '../../platform/signature.guard.ts';
import { presentationTo } from '../../records/presentation.ts';
import type { HubViews } from '../../views/hub-views.ts';
import { streamOfCase, type CaseName } from './case-desk.ts';

/** How a case stood, and whether it may go on: all that an agency is told. */
type Standing = CaseName &
  Omit<CaseAnswer, 'since' | 'recordedAt'> & {
    readonly validAt: Instant;
    readonly knownAt: Instant;
    readonly since?: Instant;
    /** Not why not: a hold is nobody's business but the authorities' (domain.md §3.3). */
    readonly canProceed: boolean;
  };

export type CaseReading = Standing & {
  /** When the case was opened. */
  readonly recordedAt?: Instant;
  readonly digest?: string;
  readonly under?: readonly ContractReference[];
  readonly to?: readonly Recipient[];
  /** `<jwt>~<granted disclosures>~`; ERASED once no key opens it; absent where nothing is granted, or after a withdrawal. */
  readonly presentation?: string;
  /** The worker withdrew the consent: what came after is told to the issuer alone, and what stays, stays for these reasons. */
  readonly withdrawal?: Withdrawal;
};

/** Answers authorities that a case went to, its issuer, auditors, and agencies that contracts and licences let. */
export class CaseReader {
  private readonly log: EventLog;
  private readonly vault: Vault;
  private readonly views: HubViews;
  private readonly access: AccessLog;
  private readonly clock: Clock;

  constructor(log: EventLog, vault: Vault, views: HubViews, access: AccessLog, clock: Clock) {
    this.log = log;
    this.vault = vault;
    this.views = views;
    this.access = access;
    this.clock = clock;
  }

  read(name: CaseName, axes: Axes, by: Signed): Promise<CaseReading> {
    const stream = streamOfCase(name);
    return noteRefusal(this.access, by, 'READ', () => this.answer(name, stream, axes, by), stream);
  }

  private async answer(
    name: CaseName,
    stream: string,
    axes: Axes,
    by: Signed,
  ): Promise<CaseReading> {
    const now = this.clock.now();
    const { validAt = now, knownAt = now } = axes;
    const all = await this.log.read(stream);
    const isAgency = this.checkConcerned(all, name, by, now);
    const noted = { purpose: 'READ', outcome: 'GIVEN', record: stream };
    await this.access.note(by, 'RecordRead', noted);
    const withdrawal = withdrawalIn(all);
    const told = withdrawal && by.participant !== name.issuer ? withdrawal.at : knownAt;
    const events = all.filter(({ at }) => at <= knownAt && at <= told);
    const { status, since } = caseStatusAt(events, { validAt, knownAt });
    const standing: Standing = {
      ...{ issuer: name.issuer, id: name.id, validAt, knownAt, status },
      ...(since !== undefined && { since }),
      canProceed: mayProceed(events, knownAt),
    };
    return isAgency || !events[0]
      ? standing
      : { ...standing, ...(await this.whole(events, withdrawal, by)) };
  }

  /** Strangers learn nothing, not even whether there is such a case. @returns whether it is an agency that asks */
  private checkConcerned(
    events: readonly StoredEvent[],
    { issuer }: CaseName,
    { participant, state }: Signed,
    at: Instant,
  ): boolean {
    const { trust, contracts } = this.views;
    const isAgency = agency(trust, participant) !== undefined;
    const isConcerned = isAgency
      ? agenciesMayRead(events, activeVersions(contracts, at), state)
      : participant === issuer ||
        authority(trust, participant)?.roles.includes('auditor') === true ||
        unionOfTo(events).some((to) => to.authority === participant);
    if (!isConcerned) throw new TrustError('TRUST_NOT_ALLOWED', `${participant} is not concerned`);
    const [first] = events;
    if (!first) throw new RuleBroken('RULE_RECORD_UNKNOWN', 'no such case');
    const { destination } = first.data as { readonly destination: string };
    if (isAgency) assertLicensed(this.views, participant, { destination, recordedAt: at });
    return isAgency;
  }

  /** @param withdrawal as it is known now: it closes what was known before it too */
  private async whole(
    events: readonly StoredEvent[],
    withdrawal: Withdrawal | undefined,
    { participant }: Signed,
  ): Promise<Partial<CaseReading>> {
    const [first] = events;
    const sources = { vault: this.vault, contracts: this.views.contracts };
    const presentation = withdrawal
      ? undefined
      : await presentationTo(participant, events, sources);
    return {
      recordedAt: first!.at,
      digest: (first!.data as IssuedRecord).digest,
      under: first!.under ?? [],
      to: unionOfTo(events),
      ...(presentation !== undefined && { presentation }),
      ...(withdrawal && { withdrawal }),
    };
  }
}
