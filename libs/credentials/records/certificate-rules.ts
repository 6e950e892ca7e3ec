import { RuleBroken, WireError, type CivilDate } from '#kernel';
import { latestDateAt } from '../values/civil-date.ts';
import { ITEM_CODES, type ItemCode } from '../values/codes.ts';
import { assessmentWarnings } from './assessment-rules.ts';
import type { Finding } from './certificate-values.ts';
import { documentWarnings } from './identity-rules.ts';
import type { MedicalCertificateClaims } from './medical-certificate.ts';
import type { VisibleClaims, Warning } from './record-type.ts';

/** A certificate of which any claim may be missing, because it is not shown. */
export type ShownCertificate = Partial<
  Omit<MedicalCertificateClaims, 'subject' | 'examinations' | 'diagnoses'>
> & {
  readonly iat?: number;
  readonly subject?: Partial<MedicalCertificateClaims['subject']>;
  readonly examinations?: { readonly [Item in ItemCode]?: { readonly finding?: Finding } };
  readonly diagnoses?: { readonly codes?: readonly string[] };
};

/**
 * What must hold between the claims of a certificate, as far as they can be seen: the hub sees all but what is
 * sealed, a recipient what it is granted, with the sealed items that it opened.
 * @throws RuleBroken `RULE_RECORD_DATES`, `RULE_PROFILE_UNKNOWN`, `RULE_EXAMINATION_MISSING`, `RULE_ASSESSMENT_DATES`,
 *   `RULE_UNFIT_UNCONFIRMED`; WireError `WIRE_SCHEMA_MISMATCH`
 */
export function certificateRules(claims: VisibleClaims, isWhole: boolean): readonly Warning[] {
  // Sound: the table's schemas were checked first.
  const shown = claims as ShownCertificate;
  assertDates(shown);
  if (isWhole) assertDiagnosesHaveReason(shown);
  const { subject } = shown;
  return [
    ...documentWarnings(subject?.documents ?? [], subject?.birthDate),
    ...assessmentWarnings(shown),
  ];
}

function assertDates(shown: ShownCertificate): void {
  const { examinedFrom, examinedOn, issuedOn, validFrom, validUntil, iat, subject } = shown;
  assertOrder(subject?.birthDate, examinedFrom, '/subject/birthDate');
  assertOrder(examinedFrom, examinedOn, '/examinedOn');
  assertOrder(examinedOn, issuedOn, '/issuedOn');
  assertOrder(issuedOn, iat === undefined ? iat : latestDateAt(iat), '/issuedOn');
  assertOrder(examinedOn, validFrom, '/validFrom');
  assertOrder(validFrom, validUntil, '/validUntil');
  assertOrder(issuedOn, validUntil, '/validUntil');
  assertOrder(shown.consent?.givenOn, issuedOn, '/consent/givenOn');
  const { licence } = shown.issuerOrganisation ?? {};
  assertOrder(issuedOn, licence?.validUntil, '/issuerOrganisation/licence/validUntil');
  for (const item of ITEM_CODES) {
    const finding = shown.examinations?.[item]?.finding;
    if (finding?.performedOn === undefined) continue;
    const { performedOn } = finding;
    assertOrder(examinedFrom, performedOn, '/performedOn', item);
    assertOrder(performedOn, examinedOn, '/performedOn', item);
    assertOrder(performedOn, finding.validUntil, '/validUntil', item);
  }
}

/** What is not shown is not judged. */
function assertOrder(
  earlier: CivilDate | undefined,
  later: CivilDate | undefined,
  member: string,
  item?: ItemCode,
): void {
  if (earlier === undefined || later === undefined || earlier <= later) return;
  const pointer = item === undefined ? member : `/examinations/${item}/finding${member}`;
  throw new RuleBroken('RULE_RECORD_DATES', `${pointer} is out of order`, { pointer });
}

/**
 * A diagnosis is stated only to explain an unfavourable outcome (domain.md §2.4). Who is shown one of several
 * assessments cannot judge that.
 */
function assertDiagnosesHaveReason({ diagnoses, assessments }: ShownCertificate): void {
  if (!diagnoses?.codes || assessments?.some(({ outcome }) => outcome !== 'FIT')) return;
  throw new WireError('WIRE_SCHEMA_MISMATCH', 'diagnoses beside favourable outcomes only', {
    pointer: '/diagnoses/codes',
  });
}
