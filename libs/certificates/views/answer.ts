import type { ContractVersion } from '#contracts';
import {
  earliestOf,
  fold,
  latestOf,
  type CivilDate,
  type DomainEvent,
  type Instant,
} from '#kernel';
import { certificate } from '../domain/certificate.decider.ts';
import { statusAt } from './status.view.ts';

/** What of a certificate's claims an answer rests on, opened for it and for nothing else. */
export type AnswerClaims = {
  readonly verificationCode: string;
  readonly subject: {
    readonly birthDate: string;
    readonly documents: readonly { readonly number: string }[];
  };
  readonly validFrom: CivilDate;
  readonly validUntil: CivilDate;
  readonly assessments: readonly {
    /** `<state>/<name>/<version>`. */
    readonly profile: string;
    readonly outcome: 'FIT' | 'UNFIT' | 'CONDITIONAL';
    readonly validUntil: CivilDate;
    /** ISCO-08 groups; absent: any occupation. */
    readonly fitnessScope?: readonly string[];
  }[];
};

/** What an agency asks: about whom, by what it was told or shown, and where the worker is to go. */
export type VerificationQuestion = {
  readonly who:
    | { readonly code: string; readonly documentNumber: string; readonly birthDate: string }
    /** Shown by a clearance whose signature was verified; it may withhold the document number. */
    | { readonly code: string; readonly profile: string; readonly documentNumber?: string };
  readonly destination: string;
  /** ISCO-08. */
  readonly occupation?: string;
};

/** An agency that is licensed for the destination: who asks was let in before anything was looked up. */
export type Asker = {
  /** The agency's state. */
  readonly state: string;
};

export type Verification = {
  readonly question: VerificationQuestion;
  readonly asker: Asker;
  /** Contract versions in force at `at`. */
  readonly active: readonly ContractVersion[];
  /** The certificate's stream; empty if the code leads nowhere. */
  readonly events: readonly DomainEvent[];
  /** Undefined if there are none, or they were erased. */
  readonly claims: AnswerClaims | undefined;
  readonly keyDoubt: boolean;
  readonly at: Instant;
  /** The moment that is asked about, by what is known at `at`; now unless given. */
  readonly validAt?: Instant;
};

/** `CANNOT_ANSWER` says something of the asker, never of the worker; every reason for a no is one `NOT_CONFIRMED`. */
export type Answer =
  | { readonly answer: 'CONFIRMED'; readonly validUntil: CivilDate }
  | { readonly answer: 'NOT_CONFIRMED' }
  | { readonly answer: 'CANNOT_ANSWER' };

const RECORD_TYPE = 'MedicalCertificate';

/** What an agency is told (architecture §11, POST /v1/verifications). */
export function answer(verification: Verification): Answer {
  const { asker, question, active } = verification;
  const answering = answeringVersions(active, asker.state);
  if (answering.length === 0) return { answer: 'CANNOT_ANSWER' };
  const claims = verification.claims ?? NOBODY;
  const assessments = assessmentsFor(question, claims);
  const ends = assessments.map((one) => one.validUntil);
  const validUntil = earliestOf(claims.validUntil, ...ends);
  // All are computed before any is looked at: one no takes the work of another.
  const conditions = [
    isAbout(question.who, claims),
    runsUnder(answering, verification),
    isFit(assessments, question.occupation),
    isInEffect(verification, claims.validFrom, validUntil),
  ];
  return conditions.includes(false)
    ? { answer: 'NOT_CONFIRMED' }
    : { answer: 'CONFIRMED', validUntil };
}

/** The versions by which agencies of a state get answers; they also name the rate limits. */
export const answeringVersions = (
  active: readonly ContractVersion[],
  state: string,
): readonly ContractVersion[] =>
  active.filter((version) => issuersAnswering(version, state).length > 0);

const issuersAnswering = ({ document }: ContractVersion, state: string): readonly string[] =>
  document.grants
    .filter(
      ({ to, recordType }) =>
        recordType === RECORD_TYPE && 'role' in to && to.role === 'agency' && to.state === state,
    )
    .map(({ from }) => from);

/** Is confirmed to nobody: has no assessment, and nothing that a question can match. */
const NOBODY: AnswerClaims = {
  verificationCode: '',
  subject: { birthDate: '', documents: [{ number: '' }] },
  validFrom: '1900-01-01',
  validUntil: '1900-01-01',
  assessments: [],
};

/** Those of the destination, and of the profile that a clearance shows; however many there are, each must hold. */
const assessmentsFor = ({ who, destination }: VerificationQuestion, claims: AnswerClaims) =>
  claims.assessments.filter(
    ({ profile }) =>
      profile.startsWith(`${destination}/`) && (!('profile' in who) || profile === who.profile),
  );

function isAbout(who: VerificationQuestion['who'], { verificationCode, subject }: AnswerClaims) {
  const { documentNumber } = who;
  const conditions = [
    who.code === verificationCode,
    documentNumber === undefined ||
      subject.documents.some(({ number }) => asTyped(number) === asTyped(documentNumber)),
    !('birthDate' in who) || who.birthDate === subject.birthDate,
  ];
  return !conditions.includes(false);
}

/** As people type it: `AC 1234567` and `ac1234567` are one number. */
const asTyped = (number: string): string => number.toUpperCase().replaceAll(/[^\p{L}\p{Nd}]/gu, '');

/** The record runs under a contract, in whatever version, that answers the asker about its issuer. */
function runsUnder(answering: readonly ContractVersion[], { asker, events }: Verification) {
  const { record, under } = fold(certificate, events);
  return answering.some(
    (version) =>
      issuersAnswering(version, asker.state).some((issuer) => issuer === record?.issuer) &&
      under.some(({ contract }) => contract === version.contract),
  );
}

/** FIT, or CONDITIONAL with the occupation in its scope. */
const isFit = (assessments: AnswerClaims['assessments'], occupation: string | undefined) =>
  assessments.length > 0 &&
  assessments.every(
    ({ outcome, fitnessScope }) =>
      (outcome === 'FIT' || (outcome === 'CONDITIONAL' && fitnessScope !== undefined)) &&
      isInScope(fitnessScope, occupation),
  );

/** A limited scope covers no unnamed occupation, and no group wider than its own. */
const isInScope = (scope: readonly string[] | undefined, occupation: string | undefined) =>
  scope === undefined ||
  (occupation !== undefined && scope.some((group) => occupation.startsWith(group)));

function isInEffect(
  { events, question, keyDoubt, at, validAt }: Verification,
  validFrom: CivilDate,
  validUntil: CivilDate,
) {
  // Another hub's clock may be ahead: what it recorded is known now, so now is not before it.
  const now = latestOf(at, ...events.map((event) => event.at));
  const { status, recognised } = statusAt(events, {
    validAt: validAt ?? now,
    knownAt: now,
    recipientState: question.destination,
    validity: { validFrom, validUntil },
    keyDoubt,
  });
  return status === 'VALID' && recognised;
}
