import type { MedicalEvidenceClaims, Warning } from '#credentials';

/**
 * Dates in evidence that cannot all be true: something done before the person was born or after the document
 * was issued, a result before its sample, a recovery that counts from before its first positive test.
 */
export function dateWarnings(claims: MedicalEvidenceClaims): readonly Warning[] {
  const { subject, documentIssuedAt, tests = [], vaccinations = [], recoveries = [] } = claims;
  const done = (date: string, pointer: string): readonly Warning[] => [
    ...inOrder('BEFORE_BIRTH', subject.birthDate, date, pointer),
    ...inOrder('AFTER_ISSUE', date, documentIssuedAt, pointer),
  ];
  return [
    ...tests.flatMap(({ sampledAt, resultAt }, index) => [
      ...done(sampledAt, `/tests/${index}/sampledAt`),
      ...inOrder('RESULT_BEFORE_SAMPLE', sampledAt, resultAt, `/tests/${index}/resultAt`),
    ]),
    ...vaccinations.flatMap(({ vaccinatedOn }, index) =>
      done(vaccinatedOn, `/vaccinations/${index}/vaccinatedOn`),
    ),
    ...recoveries.flatMap(({ firstPositiveOn, validFrom }, index) => [
      ...done(firstPositiveOn, `/recoveries/${index}/firstPositiveOn`),
      ...inOrder('VALID_BEFORE_TEST', firstPositiveOn, validFrom, `/recoveries/${index}/validFrom`),
    ]),
  ];
}

/** The warning, if both dates are there and the earlier one comes after the later. */
const inOrder = (
  code: string,
  earlier: string | undefined,
  later: string | undefined,
  pointer: string,
): readonly Warning[] => (earlier && later && isAfter(earlier, later) ? [{ code, pointer }] : []);

/**
 * Moments are compared as such. A day comes after a moment if it does everywhere on Earth (UTC+14), and of a
 * partial date only the part that is there counts: doubt is no contradiction.
 */
function isAfter(one: string, other: string): boolean {
  if (isMoment(one) && isMoment(other)) return Date.parse(one) > Date.parse(other);
  const latest = isMoment(other) ? latestDayAt(other) : other;
  const precision = Math.min(one.length, latest.length);
  return one.slice(0, precision) > latest.slice(0, precision);
}

const isMoment = (text: string): boolean => text.includes('T');

const latestDayAt = (moment: string): string =>
  new Date(Date.parse(moment) + 14 * 3_600_000).toISOString().slice(0, 10);
