import type { Clearance, ClearanceClaims, MedicalCertificateClaims } from '#credentials';
import { RuleBroken } from '#kernel';

export type WholeClearance = Clearance & ClearanceClaims;

const FAVOURABLE: readonly string[] = ['FIT', 'CONDITIONAL'];

/**
 * A clearance says what its record says, and nothing that the record does not (architecture §7).
 * @param lists where the hub publishes status lists: `https://hub.example/v1/status-lists/`
 * @throws RuleBroken `RULE_CLEARANCE_MISMATCH`, `RULE_STATUS_INDEX_SPENT`
 */
export function checkClearances(
  clearances: readonly WholeClearance[],
  claims: MedicalCertificateClaims,
  issuer: string,
  lists: string,
): void {
  for (const [index, clearance] of clearances.entries()) {
    const mismatch = mismatchOf(clearance, claims, issuer);
    if (mismatch)
      throw new RuleBroken('RULE_CLEARANCE_MISMATCH', `a clearance has another ${mismatch}`, {
        pointer: `/clearances/${index}`,
        facts: { member: mismatch },
      });
    if (!clearance.status.list.startsWith(lists))
      throw new RuleBroken('RULE_STATUS_INDEX_SPENT', 'a clearance names a foreign status list', {
        pointer: `/clearances/${index}`,
      });
  }
}

function mismatchOf(
  clearance: WholeClearance,
  claims: MedicalCertificateClaims,
  issuer: string,
): string | undefined {
  const assessment = claims.assessments.find(({ profile }) => profile === clearance.profile);
  const facts: readonly (readonly [string, boolean])[] = [
    ['iss', clearance.issuer === issuer],
    ['profile', assessment !== undefined && FAVOURABLE.includes(assessment.outcome)],
    ['validUntil', clearance.validUntil === assessment?.validUntil],
    ['fitnessScope', String(clearance.fitnessScope) === String(assessment?.fitnessScope)],
    ['verificationCode', clearance.verificationCode === claims.verificationCode],
    [
      'documentNumber',
      claims.subject.documents.some(({ number }) => number === clearance.documentNumber),
    ],
  ];
  return facts.find(([, same]) => !same)?.[0];
}
