import type { IssuedRecord } from '#certificates';
import { activeVersions } from '#contracts';
import type { StoredEvent } from '#event-store';
import { TrustError } from '#kernel';
import { authority } from '#participants';
import {
  lettingCentresAsk,
  ownCase,
  profileAskedOf,
  type OwnClearance,
  type OwnStatus,
} from '#recruitment';
import { jcs, signJws } from '#signing';
import type { HubParts } from '../../hub.life.ts';
import { recordReference } from '../../log/access-log.ts';
import type { EventLog } from '../../log/event-log.ts';
import { noteRefusal } from '../../log/note-refusal.ts';
import type { Signed } from '../../platform/signature.guard.ts';
import type { MedicalCheck } from '../../verifications/medical-check.ts';
import { questionsPerMinute, type Quota } from '../../verifications/quota.ts';

/**
 * Tells information centres of the case whose token a worker shows them. The case's own stream is read for each answer,
 * so a withdrawal of consent that any hub recorded closes it on every hub from then on. The access event is durable
 * before the answer is given, and holds nothing of what was typed.
 */
export class OwnStatusDesk {
  private readonly parts: HubParts;
  private readonly log: EventLog;
  private readonly medical: MedicalCheck;
  private readonly quota: Quota;

  constructor(parts: HubParts, log: EventLog, medical: MedicalCheck, quota: Quota) {
    this.parts = parts;
    this.log = log;
    this.medical = medical;
    this.quota = quota;
  }

  /** @returns an `own-status+jws`. @throws TrustError TRUST_NOT_ALLOWED, RuleBroken RULE_QUOTA; noted, as answers are */
  lookUp(token: string, by: Signed): Promise<string> {
    return noteRefusal(this.parts.access, by, PURPOSE, () => this.answer(token, by));
  }

  private async answer(token: string, by: Signed): Promise<string> {
    const { views, access, clock } = this.parts;
    views.assertFresh();
    const at = clock.now();
    const answering = lettingCentresAsk(activeVersions(views.contracts, at), by.state);
    const bucket = `${by.participant} ${PURPOSE} ${answering.length > 0}`;
    this.quota.take(bucket, questionsPerMinute(answering), at);
    this.checkCentre(by);
    const events = await this.caseOf(token);
    const told = ownCase({ answering, askerState: by.state, events, at });
    // Of whom nothing is told nothing is opened either.
    const given =
      told.answer === 'GIVEN' ? { ...told, clearance: await this.clearanceOf(events, at) } : told;
    await access.answer(by, 'QuestionAnswered', {
      purpose: PURPOSE,
      outcome: given.answer,
      record: recordReference(given.answer === 'GIVEN' ? events[0]!.stream : 'case-'),
      ...(answering[0] && { contract: `${answering[0].contract}/${answering[0].version}` }),
    });
    return this.sign(given, by.participant);
  }

  private checkCentre({ participant }: Signed): void {
    if (!authority(this.parts.views.trust, participant)?.roles.includes('information-centre'))
      throw new TrustError('TRUST_NOT_ALLOWED', `${participant} is no information centre`, {
        facts: { participant },
      });
  }

  /** The newest case with the token, of the issuer that used it first: nobody takes another's over. */
  private async caseOf(token: string): Promise<readonly StoredEvent[]> {
    const streams = await this.parts.vault.lookup('consent-token', token);
    const all = await Promise.all(streams.map((stream) => this.log.read(stream)));
    const opened = all.filter(([first]) => first?.type === 'CaseOpened');
    return opened.findLast(([first]) => issuerOf(first!) === issuerOf(opened[0]![0]!)) ?? [];
  }

  private async clearanceOf(events: readonly StoredEvent[], at: string): Promise<OwnClearance> {
    const asked = profileAskedOf(events, at);
    if (!asked) return 'NOT_NEEDED';
    const worker = events[0]!.data as IssuedRecord;
    const isConfirmed = await this.medical.isConfirmedAt(at, { worker, ...asked });
    return isConfirmed ? 'CONFIRMED' : 'NOT_CONFIRMED';
  }

  private sign(given: OwnStatus, asker: string): string {
    const { ids, options, clock } = this.parts;
    const payload = { ...given, aud: asker, checkedAt: clock.now(), receiptId: ids.uuid() };
    return signJws('own-status+jws', jcs(payload), options.receiptKey);
  }
}

/** What the worker consents to with the token, and the contract grants to the role. */
const PURPOSE = 'OWN_STATUS';

const issuerOf = ({ data }: StoredEvent): string => (data as IssuedRecord).issuer;
