import { RuleBroken, type CivilDate, type JsonObject } from '#kernel';
import type { SigningKey } from '#signing';
import type { ParsedClearance } from './credential.ts';
import { checkDocumentNumber } from './identifiers/index.ts';
import { issueCredential } from './issue.ts';
import { CLEARANCE } from './records/clearance.ts';
import type { MedicalCertificateClaims } from './records/medical-certificate.ts';
import { validatePresentation, validateRecord } from './records/validate.ts';
import { resolve } from './sd-jwt/resolve.ts';

/** An entry of a Token Status List: the list's URI and the index that this clearance uses alone. */
export type StatusEntry = { readonly list: string; readonly index: number };

/** What a clearance says, all of it. */
export type ClearanceClaims = {
  readonly profile: string;
  readonly validUntil: CivilDate;
  /** ISCO-08 groups; absent: any work. */
  readonly fitnessScope?: readonly string[];
  readonly documentNumber: string;
  readonly verificationCode: string;
};

/** What stands in the clear of every clearance. */
type ClearanceHead = {
  readonly text: string;
  readonly issuer: string;
  readonly kid: string;
  /** Seconds since the epoch. */
  readonly iat: number;
  readonly status: StatusEntry;
};

/** A clearance with everything shown, as its issuer hands it over. */
export type Clearance = ClearanceHead & ClearanceClaims;

/** A clearance as its holder presents it: only what is shown. */
export type PresentedClearance = ClearanceHead & Partial<ClearanceClaims>;

export type ClearanceIssuance = ClearanceClaims & {
  readonly issuer: string;
  readonly iat: number;
  readonly key: SigningKey;
  readonly status: StatusEntry;
};

/** Signs a clearance; only for a favourable assessment. @throws WireError `WIRE_SCHEMA_MISMATCH` */
export function issueClearance({ issuer, iat, key, status, ...claims }: ClearanceIssuance): string {
  const clear = {
    iss: issuer,
    vct: CLEARANCE.vct,
    iat,
    status: { status_list: { idx: status.index, uri: status.list } },
  };
  return issueCredential(CLEARANCE, clear, claims, key).text;
}

/** Reads a clearance of which everything must be shown; verify it first. @throws WireError as `resolve`, `validateRecord` */
export function readClearance(parsed: ParsedClearance): Clearance {
  const resolved = resolve(parsed);
  validateRecord(CLEARANCE, resolved);
  // Sound: every claim was checked against the table.
  return { ...headOf(parsed), ...claimsOf(resolved.claims) } as Clearance;
}

/** Reads what is shown of a clearance; verify it first. @throws WireError as `resolve`, `validatePresentation` */
export function readPresentedClearance(parsed: ParsedClearance): PresentedClearance {
  const resolved = resolve(parsed);
  validatePresentation(CLEARANCE, resolved);
  return { ...headOf(parsed), ...claimsOf(resolved.claims) };
}

const headOf = ({ text, header, payload }: ParsedClearance): ClearanceHead => ({
  text,
  issuer: payload.iss,
  kid: header.kid,
  iat: payload.iat,
  status: { list: payload.status.status_list.uri, index: payload.status.status_list.idx },
});

const claimsOf = ({ iss, vct, iat, status, ...claims }: JsonObject): Partial<ClearanceClaims> =>
  claims;

/**
 * A clearance says what its record says: a favourable assessment with the same profile, end and scope, a
 * document of the subject, the verification code, the issuer.
 * @param record all claims of the record, but for S5
 * @throws RuleBroken `RULE_CLEARANCE_MISMATCH` with a pointer into the clearance
 */
export function assertClearanceFits(clearance: Clearance, record: JsonObject): void {
  const { assessments = [], subject, verificationCode, iss } = record as ClearedRecord;
  const assessment = assessments.find(({ profile }) => profile === clearance.profile);
  const fits: [boolean, string][] = [
    [clearance.issuer === iss, '/iss'],
    [assessment !== undefined && assessment.outcome !== 'UNFIT', '/profile'],
    [clearance.validUntil === assessment?.validUntil, '/validUntil'],
    [isSameScope(clearance.fitnessScope, assessment?.fitnessScope), '/fitnessScope'],
    [hasDocument(subject, clearance.documentNumber), '/documentNumber'],
    [clearance.verificationCode === verificationCode, '/verificationCode'],
  ];
  for (const [isSame, pointer] of fits)
    if (!isSame)
      throw new RuleBroken('RULE_CLEARANCE_MISMATCH', 'a clearance differs from its record', {
        pointer,
      });
}

/** A record of another type has nothing that a clearance could repeat. */
type ClearedRecord = Partial<
  Pick<MedicalCertificateClaims, 'assessments' | 'subject' | 'verificationCode'>
> & { readonly iss?: string };

/** Numbers compare in the form that `checkDocumentNumber` gives them. */
const hasDocument = (subject: ClearedRecord['subject'], number: string): boolean =>
  (subject?.documents ?? []).some((document) => {
    const check = checkDocumentNumber(document.number);
    return check.ok && check.number === number;
  });

const isSameScope = (one: readonly string[] = [], other: readonly string[] = []): boolean =>
  one.length === other.length && one.every((group) => other.includes(group));
