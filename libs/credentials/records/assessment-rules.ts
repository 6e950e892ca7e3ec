import { RuleBroken, WireError, type CivilDate } from '#kernel';
import { plusDays } from '../values/civil-date.ts';
import type { ItemCode } from '../values/codes.ts';
import type { ShownCertificate } from './certificate-rules.ts';
import type { Assessment, Finding } from './certificate-values.ts';
import { profileOn, type Profile } from './profiles.ts';
import type { Warning } from './record-type.ts';

/** An examination that a profile asks for: what it found, where that can be seen, and how long it counts. */
type Asked = { readonly item: ItemCode; readonly days: number; readonly finding?: Finding };

/** A wrong positive costs a person their work, so these count as unfavourable only when confirmed (domain.md §2.3). */
const NEED_CONFIRMATION: readonly ItemCode[] = ['HIV', 'DRUGS'];

/**
 * Holds each assessment against the examinations its profile asks for.
 * @throws RuleBroken `RULE_PROFILE_UNKNOWN`, `RULE_EXAMINATION_MISSING`, `RULE_ASSESSMENT_DATES`, `RULE_UNFIT_UNCONFIRMED`;
 *   WireError `WIRE_SCHEMA_MISMATCH` for a profile named twice
 */
export function assessmentWarnings(shown: ShownCertificate): readonly Warning[] {
  const assessments = shown.assessments ?? [];
  assertProfilesDiffer(assessments);
  return assessments.flatMap((assessment, index) => {
    const pointer = `/assessments/${index}`;
    const profile = profileOf(assessment, shown.examinedOn, pointer);
    const asked = examinationsFor(profile, shown);
    assertPerformed(assessment, asked);
    assertConfirmed(assessment, asked);
    assertDates(assessment, profile, shown, pointer);
    const isContradicted = asked.some(({ finding }) => finding?.result === 'DETECTED');
    return assessment.outcome === 'FIT' && isContradicted
      ? [{ code: 'FIT_DESPITE_FINDING', pointer: `${pointer}/outcome` }]
      : [];
  });
}

function assertProfilesDiffer(assessments: readonly Assessment[]): void {
  const seen = new Set<string>();
  for (const [index, { profile }] of assessments.entries()) {
    if (seen.has(profile))
      throw new WireError('WIRE_SCHEMA_MISMATCH', 'two assessments under one profile', {
        pointer: `/assessments/${index}/profile`,
      });
    seen.add(profile);
  }
}

function profileOf({ profile: id }: Assessment, on: CivilDate | undefined, at: string): Profile {
  const profile = profileOn(id, on);
  if (profile) return profile;
  throw new RuleBroken('RULE_PROFILE_UNKNOWN', `no profile ${id} on that day`, {
    pointer: `${at}/profile`,
    facts: { profile: id },
  });
}

const examinationsFor = (
  { items }: Profile,
  { examinations }: Pick<ShownCertificate, 'examinations'>,
): Asked[] =>
  Object.entries(items).map(([code, days]) => {
    const item = code as ItemCode;
    const finding = examinations?.[item]?.finding;
    return { item, days, ...(finding && { finding }) };
  });

/** Who is called fit was examined for all the profile asks; one bad finding is enough to be called unfit. */
function assertPerformed({ outcome }: Assessment, asked: readonly Asked[]): void {
  if (outcome === 'UNFIT') return;
  const missing = asked.find(({ finding }) => finding?.result === 'NOT_PERFORMED');
  if (missing)
    throw new RuleBroken('RULE_EXAMINATION_MISSING', 'an examination was not performed', {
      pointer: `/examinations/${missing.item}/finding/result`,
    });
}

function assertConfirmed({ outcome }: Assessment, asked: readonly Asked[]): void {
  if (outcome !== 'UNFIT') return;
  const unconfirmed = asked.find(
    ({ item, finding }) =>
      NEED_CONFIRMATION.includes(item) &&
      (finding?.result === 'DETECTED' || finding?.result === 'INCONCLUSIVE') &&
      finding.confirmatoryDone !== true,
  );
  if (unconfirmed)
    throw new RuleBroken('RULE_UNFIT_UNCONFIRMED', 'unfit on an unconfirmed test', {
      pointer: `/examinations/${unconfirmed.item}/finding/confirmatoryDone`,
    });
}

/** The last day on which a finding counts: the profile's days, the first being the day it was performed. */
const endOf = ({ days, finding }: Asked): CivilDate | undefined => {
  if (finding?.performedOn === undefined) return undefined;
  const end = plusDays(finding.performedOn, days - 1);
  return finding.validUntil !== undefined && finding.validUntil < end ? finding.validUntil : end;
};

/**
 * The day on which an assessment ends that rests on these findings: the earliest end of them, and never after
 * the certificate's own. Undefined where nothing of it can be seen.
 */
export function assessmentEnd(
  profile: Profile,
  shown: Pick<ShownCertificate, 'examinations' | 'validUntil'>,
): CivilDate | undefined {
  return [shown.validUntil, ...examinationsFor(profile, shown).map(endOf)]
    .filter((end) => end !== undefined)
    .sort()[0];
}

/** Where something is hidden, what is seen can only show that `validUntil` is too late. */
function assertDates(
  { validUntil }: Assessment,
  profile: Profile,
  shown: ShownCertificate,
  at: string,
): void {
  const end = assessmentEnd(profile, shown);
  const isAllSeen =
    shown.validUntil !== undefined &&
    examinationsFor(profile, shown).every(({ finding }) => finding !== undefined);
  if (end === undefined || validUntil === end || (!isAllSeen && validUntil < end)) return;
  throw new RuleBroken('RULE_ASSESSMENT_DATES', 'an assessment has another end than its items', {
    pointer: `${at}/validUntil`,
  });
}
