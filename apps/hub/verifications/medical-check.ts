import { answer, type IssuedRecord } from '#certificates';
import { activeVersions } from '#contracts';
import type { Instant } from '#kernel';
import { parseJws, publicHalf, verifyJws } from '#signing';
import type { HubParts } from '../hub.life.ts';
import { keyDoubt } from '../views/trust-questions.ts';
import type { OpenedRecord, RecordOpener } from './record-opener.ts';
import type { AnswerPayload } from './verifier.ts';

/** What is asked of a worker's health: fit for this state, under this profile, for this work. */
export type MedicalQuestion = {
  readonly worker: Pick<IssuedRecord, 'controller' | 'subject'>;
  readonly destination: string;
  readonly profile: string;
  /** ISCO-08. */
  readonly occupation?: string | undefined;
};

/** Looks at workers' certificates for what a rule must know; tells yes or no, and nothing else of them. */
export class MedicalCheck {
  private readonly parts: HubParts;
  private readonly opener: RecordOpener;

  constructor(parts: HubParts, opener: RecordOpener) {
    this.parts = parts;
    this.opener = opener;
  }

  /**
   * Whether the receipt is of an answer of this hub that said yes of the worker: signed here, standing in the access log,
   * about a certificate of theirs that assesses them under the profile.
   * @throws WireError, TrustError if it is no `answer+jws` of this hub
   */
  async isConfirmedBy(receipt: string, question: MedicalQuestion): Promise<boolean> {
    const { access, options } = this.parts;
    const jws = parseJws(receipt, { typ: 'answer+jws' });
    verifyJws(jws, publicHalf(options.receiptKey));
    const told = jws.payload as unknown as AnswerPayload; // Sound: this hub signed it.
    if (told.answer !== 'CONFIRMED' || told.destination !== question.destination) return false;
    const logged = await access.answered(told.receiptId);
    const stream = logged?.data.record?.replace(/-+$/, '');
    if (logged?.data.outcome !== 'CONFIRMED' || stream === undefined) return false;
    const certificate = await this.opener.open([stream]);
    return isOf(certificate, question) && this.says(certificate, question, told.checkedAt);
  }

  /** Whether the newest certificate that assesses the worker under the profile confirmed them then, by what is known now. */
  async isConfirmedAt(validAt: Instant, question: MedicalQuestion): Promise<boolean> {
    const { views, store } = this.parts;
    const { controller, subject } = question.worker;
    const where = { controller, subject, recordType: 'MedicalCertificate' };
    const rows = await views.records(where, await store.end());
    rows.sort((one, other) => (one.recordedAt < other.recordedAt ? 1 : -1));
    for (const { stream } of rows) {
      const certificate = await this.opener.open([stream]);
      if (assesses(certificate, question)) return this.says(certificate, question, validAt);
    }
    return false;
  }

  /** What an agency of either end of the way would be told. */
  private says(
    { events, claims }: OpenedRecord,
    { worker, destination, profile, occupation }: MedicalQuestion,
    validAt: Instant,
  ): boolean {
    if (!claims) return false;
    const { views, clock } = this.parts;
    const at = clock.now();
    const who = { code: claims.verificationCode, profile };
    const asked = {
      question: { who, destination, ...(occupation !== undefined && { occupation }) },
      active: activeVersions(views.contracts, at),
      ...{ events, claims, at, validAt },
      keyDoubt: keyDoubt(views.trust, events[0]),
    };
    return [worker.controller, destination].some(
      (state) => answer({ ...asked, asker: { state } }).answer === 'CONFIRMED',
    );
  }
}

function isOf({ events: [first] }: OpenedRecord, { worker }: MedicalQuestion): boolean {
  if (!first) return false;
  const { controller, subject } = first.data as IssuedRecord;
  return controller === worker.controller && subject === worker.subject;
}

const assesses = ({ claims }: OpenedRecord, { profile }: MedicalQuestion): boolean =>
  claims?.assessments.some((one) => one.profile === profile) ?? false;
