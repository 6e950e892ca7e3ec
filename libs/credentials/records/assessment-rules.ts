import { RuleBroken, WireError, type CivilDate } from '#kernel';
import { dateOfDay, dayNumber } from '../values/civil-date.ts';
import { ITEM_CODES, type ItemCode } from '../values/codes.ts';
import type { ShownCertificate } from './certificate-rules.ts';
import type { Assessment, Finding } from './certificate-values.ts';
import { profileOn, type Profile } from './profiles.ts';
import type { Warning } from './record-type.ts';

/** An examination that a profile asks for: what it found, where that can be seen, and how long it counts. */
type Asked = {
  readonly item: ItemCode;
  readonly days: number;
  readonly finding: Finding | undefined;
};

/** A wrong positive costs a person their work, so these count as unfavourable only when confirmed (domain.md §2.3). */
const NEED_CONFIRMATION: readonly ItemCode[] = ['HIV', 'DRUGS'];

/**
 * Holds each assessment against the examinations its profile asks for.
 * @throws RuleBroken `RULE_PROFILE_UNKNOWN`, `RULE_EXAMINATION_MISSING`, `RULE_ASSESSMENT_DATES`, `RULE_UNFIT_UNCONFIRMED`;
 *   WireError `WIRE_SCHEMA_MISMATCH` for a profile named twice
 */
export function assessmentWarnings(shown: ShownCertificate): readonly Warning[] {
  const assessments = shown.assessments ?? [];
  return assessments.flatMap((assessment, index) => {
    const pointer = `/assessments/${index}`;
    assertNamedOnce(assessment, assessments.slice(0, index), pointer);
    const asked = examinationsFor(profileFor(assessment, shown, pointer), shown);
    assertPerformed(assessment, asked);
    assertConfirmed(assessment, asked, pointer);
    assertEnd(assessment, asked, shown.validUntil, pointer);
    const isContradicted = asked.some(({ finding }) => finding?.result === 'DETECTED');
    return assessment.outcome === 'FIT' && isContradicted
      ? [{ code: 'FIT_DESPITE_FINDING', pointer: `${pointer}/outcome` }]
      : [];
  });
}

/**
 * The day on which an assessment ends: the earliest end of the findings its profile asks for, and never after
 * the certificate's own. Undefined where nothing of it can be seen.
 */
export const assessmentEnd = (
  profile: Profile,
  shown: Pick<ShownCertificate, 'examinations' | 'validUntil'>,
): CivilDate | undefined => earliestEnd(examinationsFor(profile, shown), shown.validUntil);

function assertNamedOnce({ profile }: Assessment, before: readonly Assessment[], at: string): void {
  if (before.some((one) => one.profile === profile))
    throw new WireError('WIRE_SCHEMA_MISMATCH', 'two assessments under one profile', {
      pointer: `${at}/profile`,
    });
}

function profileFor({ profile: id }: Assessment, { examinedOn }: ShownCertificate, at: string) {
  const profile = profileOn(id, examinedOn);
  if (profile) return profile;
  throw new RuleBroken('RULE_PROFILE_UNKNOWN', `no profile ${id} on that day`, {
    pointer: `${at}/profile`,
    facts: { profile: id },
  });
}

function examinationsFor(
  { items }: Profile,
  { examinations }: Pick<ShownCertificate, 'examinations'>,
): readonly Asked[] {
  const asked: Asked[] = [];
  for (const item of ITEM_CODES) {
    const days = items[item];
    if (days !== undefined) asked.push({ item, days, finding: examinations?.[item]?.finding });
  }
  return asked;
}

/** Who is called fit was examined for all the profile asks; one bad finding is enough to be called unfit. */
function assertPerformed({ outcome }: Assessment, asked: readonly Asked[]): void {
  if (outcome === 'UNFIT') return;
  const missing = asked.find(({ finding }) => finding?.result === 'NOT_PERFORMED');
  if (missing)
    throw new RuleBroken('RULE_EXAMINATION_MISSING', 'an examination was not performed', {
      pointer: `/examinations/${missing.item}/finding/result`,
    });
}

/** The pointer does not say which test: whoever reads it in a log would learn what was found. */
function assertConfirmed({ outcome }: Assessment, asked: readonly Asked[], at: string): void {
  if (outcome !== 'UNFIT') return;
  const isUnconfirmed = asked.some(
    ({ item, finding }) =>
      NEED_CONFIRMATION.includes(item) &&
      (finding?.result === 'DETECTED' || finding?.result === 'INCONCLUSIVE') &&
      finding.confirmatoryDone !== true,
  );
  if (isUnconfirmed)
    throw new RuleBroken('RULE_UNFIT_UNCONFIRMED', 'unfit on an unconfirmed test', {
      pointer: `${at}/outcome`,
    });
}

/** Where something is hidden, what is seen can only show that the end is too late. */
function assertEnd(
  { validUntil }: Assessment,
  asked: readonly Asked[],
  certificateEnd: CivilDate | undefined,
  at: string,
): void {
  const end = earliestEnd(asked, certificateEnd);
  const isAllSeen = certificateEnd !== undefined && asked.every(({ finding }) => finding);
  if (end === undefined || validUntil === end || (!isAllSeen && validUntil < end)) return;
  throw new RuleBroken('RULE_ASSESSMENT_DATES', 'an assessment has another end than its items', {
    pointer: `${at}/validUntil`,
  });
}

/** A finding counts for the profile's days, the first being the day it was performed, unless the doctor set an earlier end. */
function earliestEnd(
  asked: readonly Asked[],
  certificateEnd: CivilDate | undefined,
): CivilDate | undefined {
  let end = certificateEnd === undefined ? Infinity : dayNumber(certificateEnd);
  for (const { days, finding } of asked) {
    if (finding?.performedOn !== undefined)
      end = Math.min(end, dayNumber(finding.performedOn) + days - 1);
    if (finding?.validUntil !== undefined) end = Math.min(end, dayNumber(finding.validUntil));
  }
  return end === Infinity ? undefined : dateOfDay(end);
}
