import { answer, answeringVersions, type Answer, type VerificationQuestion } from '#certificates';
import { activeVersions } from '#contracts';
import { parseClearance, readPresentedClearance } from '#credentials';
import { WireError, type Instant } from '#kernel';
import { jcs, signJws } from '#signing';
import type { HubParts } from '../hub.life.ts';
import { recordReference } from '../log/access-log.ts';
import { noteRefusal } from '../log/note-refusal.ts';
import { assertLicensed } from '../platform/licence-gate.ts';
import type { Signed } from '../platform/signature.guard.ts';
import { keyDoubt } from '../views/trust-questions.ts';
import { questionsPerMinute, type Quota } from './quota.ts';
import type { RecordOpener } from './record-opener.ts';
import type { VerificationDto } from './verification.dto.ts';

/**
 * Answers agencies (architecture §11). Every way to a 'no' does the same work and gives the same bytes but for
 * time, receipt id and signature; the access event is durable before the answer is given.
 */
export class Verifier {
  private readonly parts: HubParts;
  private readonly opener: RecordOpener;
  private readonly quota: Quota;

  constructor(parts: HubParts, opener: RecordOpener, quota: Quota) {
    this.parts = parts;
    this.opener = opener;
    this.quota = quota;
  }

  /** @returns an `answer+jws`. @throws TrustError LICENCE_SCOPE, LICENCE_NOT_ACTIVE, RuleBroken RULE_QUOTA; noted, as answers are */
  verify(dto: VerificationDto, by: Signed): Promise<string> {
    return noteRefusal(this.parts.access, by, 'VERIFY', () => this.answer(dto, by));
  }

  private async answer(dto: VerificationDto, by: Signed): Promise<string> {
    const { views, vault, access, clock } = this.parts;
    const at = clock.now();
    const { trust, contracts } = views;
    const active = activeVersions(contracts, at);
    const answering = answeringVersions(active, by.state);
    // What is asked without a contract is counted apart, for its limit is lower.
    const bucket = `${by.participant} ${answering.length > 0}`;
    this.quota.take(bucket, questionsPerMinute(answering), at);
    const { destination } = dto;
    const act = { destination, recordedAt: at };
    assertLicensed(views, by.participant, act, '/destination');
    const who = read(dto);
    const streams = await vault.lookup('verification-code', who.code);
    const { events, claims, clearances } = await this.opener.open(streams);
    const isKnown = dto.clearance === undefined || isOfRecord(dto.clearance, clearances);
    const question: VerificationQuestion = {
      who,
      destination,
      ...(dto.occupation !== undefined && { occupation: dto.occupation }),
    };
    const given = answer({
      question,
      asker: { state: by.state },
      active,
      events,
      claims: isKnown ? claims : undefined,
      keyDoubt: keyDoubt(trust, events[0]),
      at,
    });
    const receiptId = await access.answer(by, 'QuestionAnswered', {
      purpose: 'VERIFY',
      outcome: given.answer,
      record: recordReference(given.answer === 'CONFIRMED' ? events[0]!.stream : undefined),
      ...(answering[0] && { contract: `${answering[0].contract}/${answering[0].version}` }),
    });
    return this.sign({ ...given, aud: by.participant, destination, receiptId });
  }

  private sign(told: Omit<AnswerPayload, 'checkedAt'>): string {
    const { clock, options } = this.parts;
    return signJws('answer+jws', jcs({ ...told, checkedAt: clock.now() }), options.receiptKey);
  }
}

/** What an `answer+jws` says: to whom, of which destination, when. `receiptId` names the answer in the access log. */
export type AnswerPayload = Answer & {
  readonly aud: string;
  readonly destination: string;
  readonly checkedAt: Instant;
  readonly receiptId: string;
};

/** What the asker was told, or what the clearance in the worker's hand shows. */
function read(dto: VerificationDto): VerificationQuestion['who'] {
  const { code, documentNumber, birthDate, clearance } = dto;
  return clearance === undefined
    ? { code: code!, documentNumber: documentNumber!, birthDate: birthDate! }
    : shown(clearance);
}

function shown(text: string): VerificationQuestion['who'] {
  const {
    verificationCode: code,
    profile,
    documentNumber,
  } = readPresentedClearance(parseClearance(text));
  if (code === undefined || profile === undefined)
    throw new WireError('WIRE_SCHEMA_MISMATCH', 'a clearance shows its code and profile', {
      pointer: '/clearance',
    });
  return { code, profile, ...(documentNumber !== undefined && { documentNumber }) };
}

/** The very clearance that came with the record, whose signature was verified then; a forged one is answered like any other no. */
const isOfRecord = (presented: string, clearances: readonly string[]): boolean =>
  clearances.some((known) => jwtOf(known) === jwtOf(presented));

const jwtOf = (credential: string): string => credential.slice(0, credential.indexOf('~'));
