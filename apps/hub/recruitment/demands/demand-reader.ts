import { activeVersions } from '#contracts';
import { fold, RuleBroken, TrustError, type Clock, type Instant } from '#kernel';
import { agency, authority, isActive, licensed } from '#participants';
import {
  demand,
  nameOf,
  noticeOf,
  noticesAt,
  type Demand,
  type DemandFilter,
  type DemandNotice,
  type DemandReference,
} from '#recruitment';
import type { Axes } from '../../certificates/read-certificate.handler.ts';
import type { AccessLog } from '../../log/access-log.ts';
import type { EventLog } from '../../log/event-log.ts';
import { noteRefusal } from '../../log/note-refusal.ts';
import { assertLicensed } from '../../platform/licence-gate.ts';
import type { Signed } from '../../platform/signature.guard.ts';
import type { HubViews } from '../../views/hub-views.ts';
import { grantsToAgencies } from './agency-grant.ts';
import { streamOf } from './places.ts';

/** A demand as it is answered: what is asked for, how many places are free, and nobody's case. */
export type DemandReading = DemandReference & Omit<DemandNotice, 'name'>;

export type BoardQuestion = DemandFilter & { readonly after?: string; readonly limit: number };
export type BoardPage = {
  readonly demands: readonly DemandReading[];
  /** Names the last of them, if there are more. */
  readonly next?: string;
};

/** Answers the authorities that a demand went to, who registered it, auditors, and agencies that contracts and licences let. */
export class DemandReader {
  private readonly log: EventLog;
  private readonly views: HubViews;
  private readonly access: AccessLog;
  private readonly clock: Clock;

  constructor(log: EventLog, views: HubViews, access: AccessLog, clock: Clock) {
    this.log = log;
    this.views = views;
    this.access = access;
    this.clock = clock;
  }

  /** A page of the board, of what the reader may see. */
  board({ after = '', limit, ...filter }: BoardQuestion, by: Signed): Promise<BoardPage> {
    return noteRefusal(this.access, by, 'READ', async () => {
      const at = this.clock.now();
      const may = this.readerOf(by, at, filter.destination);
      const shown = noticesAt(this.views.demands, at, filter).filter(
        ({ name, document }) =>
          name > after &&
          may.read(this.views.demands.get(name)!) &&
          may.recruitFor(document.destination),
      );
      const page = shown.slice(0, limit);
      const last = page.at(-1);
      await this.access.note(by, 'RecordRead', {
        ...{ purpose: 'READ', outcome: 'GIVEN', count: page.length },
      });
      return {
        demands: page.map(readingOf),
        ...(last && shown.length > page.length && { next: last.name }),
      };
    });
  }

  /** One demand as it stood at `validAt`, by what the hub had been told by `knownAt`. */
  read(reference: DemandReference, { validAt, knownAt }: Axes, by: Signed): Promise<DemandReading> {
    return noteRefusal(this.access, by, 'READ', async () => {
      const now = this.clock.now();
      const name = nameOf(reference);
      const stream = streamOf(name);
      const events = await this.log.read(stream);
      const may = this.readerOf(by, now);
      const isOwn = by.participant === reference.authority;
      if (!isOwn && !may.read(fold(demand, events)))
        throw new TrustError('TRUST_NOT_ALLOWED', `${by.participant} is not concerned`);
      const at = validAt ?? now;
      const known = events.filter((one) => one.at <= at && one.at <= (knownAt ?? now));
      const notice = noticeOf(name, fold(demand, known), at);
      if (!notice) throw new RuleBroken('RULE_DEMAND_UNKNOWN', `there is no ${name} then`);
      this.assertMayRecruit(by, notice.document.destination, now);
      await this.access.note(by, 'RecordRead', {
        ...{ purpose: 'READ', outcome: 'GIVEN', record: stream },
      });
      return readingOf(notice);
    });
  }

  /**
   * What somebody may read now. Strangers learn nothing, not even whether there is such a demand.
   * @throws TrustError LICENCE_NOT_ACTIVE, LICENCE_SCOPE for an agency; StoreError STORE_BEHIND
   */
  private readerOf({ participant, state }: Signed, at: Instant, destination?: string): MayRead {
    const { trust, contracts } = this.views;
    const licences = agency(trust, participant)?.licences;
    if (!licences) {
      const isAuditor = authority(trust, participant)?.roles.includes('auditor') ?? false;
      return {
        read: (one) => isAuditor || isConcerned(one, participant),
        recruitFor: () => true,
      };
    }
    if (destination !== undefined)
      assertLicensed(this.views, participant, { destination, recordedAt: at }, '/destination');
    this.views.assertFresh();
    if (!licences.some((one) => isActive(one, at)))
      throw new TrustError('LICENCE_NOT_ACTIVE', `${participant} has no licence`);
    const granting = activeVersions(contracts, at);
    return {
      read: (one) => granting.some((version) => grantsToAgencies(version, one, state)),
      recruitFor: (where) => licensed(trust, participant, where, at) === 'ACTIVE',
    };
  }

  private assertMayRecruit({ participant }: Signed, destination: string, at: Instant): void {
    if (agency(this.views.trust, participant))
      assertLicensed(this.views, participant, { destination, recordedAt: at });
  }
}

type MayRead = {
  readonly read: (one: Demand) => boolean;
  readonly recruitFor: (destination: string) => boolean;
};

const isConcerned = ({ document, to }: Demand, participant: string): boolean =>
  document?.authority === participant || to.some(({ authority }) => authority === participant);

const readingOf = ({ name: _, document, ...notice }: DemandNotice): DemandReading => ({
  authority: document.authority,
  id: document.id,
  ...notice,
  document,
});
