import { RuleBroken, WireError, type CivilDate } from '#kernel';
import { latestDateAt } from '../values/civil-date.ts';
import type { ItemCode } from '../values/codes.ts';
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
  const order: [CivilDate | undefined, CivilDate | undefined, string][] = [
    [subject?.birthDate, examinedFrom, '/subject/birthDate'],
    [examinedFrom, examinedOn, '/examinedOn'],
    [examinedOn, issuedOn, '/issuedOn'],
    [issuedOn, iat === undefined ? undefined : latestDateAt(iat), '/issuedOn'],
    [examinedOn, validFrom, '/validFrom'],
    [validFrom, validUntil, '/validUntil'],
    [issuedOn, validUntil, '/validUntil'],
    [
      issuedOn,
      shown.issuerOrganisation?.licence.validUntil,
      '/issuerOrganisation/licence/validUntil',
    ],
    [shown.consent?.givenOn, issuedOn, '/consent/givenOn'],
  ];
  for (const [item, { finding }] of Object.entries(shown.examinations ?? {})) {
    const pointer = `/examinations/${item}/finding`;
    order.push([examinedFrom, finding?.performedOn, `${pointer}/performedOn`]);
    order.push([finding?.performedOn, examinedOn, `${pointer}/performedOn`]);
    order.push([finding?.performedOn, finding?.validUntil, `${pointer}/validUntil`]);
  }
  for (const [earlier, later, pointer] of order)
    if (earlier !== undefined && later !== undefined && earlier > later)
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
