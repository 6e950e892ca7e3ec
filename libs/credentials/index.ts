export * from './clearance.ts';
export * from './credential.ts';
export { SPECIFICATION } from './draft.ts';
export * from './identifiers/index.ts';
export * from './issue.ts';
export { assessmentEnd } from './records/assessment-rules.ts';
export { CLEARANCE } from './records/clearance.ts';
export { jsonSchema, recordSchemas } from './records/json-schema.ts';
export {
  MEDICAL_CERTIFICATE,
  type MedicalCertificateClaims,
} from './records/medical-certificate.ts';
export { MEDICAL_EVIDENCE, type MedicalEvidenceClaims } from './records/medical-evidence.ts';
export {
  PROFILES,
  profileOn as profile,
  profilesOf,
  type Basis,
  type Profile,
} from './records/profiles.ts';
export {
  FAMILIES,
  familyOf,
  isLevel,
  RECORD_PREFIXES,
  sealedPaths,
  streamsOf,
  type ClaimRow,
  type CredentialType,
  type Family,
  type LevelRow,
  type RecordType,
  type Row,
  type Sensitivity,
  type Warning,
} from './records/record-type.ts';
export { RECRUITMENT_CASE, type RecruitmentCaseClaims } from './records/recruitment-case.ts';
export { recordsPage } from './records/records-page.ts';
export { RECORD_TYPES, recordTypeOf, type RecordTypeName } from './records/record-types.ts';
export {
  validateClaims,
  validatePresentation,
  validateRecord,
  type SealedItem,
} from './records/validate.ts';
export * from './sealed-details.ts';
export { openSealed, seal, withDisclosures } from './sealed.ts';
export { present, showsNothing, type Select } from './sd-jwt/present.ts';
export type { Disclosed } from './sd-jwt/disclosure.ts';
export { resolve, type Level, type Resolved } from './sd-jwt/resolve.ts';
export { recordDigest, type SdJwt } from './sd-jwt/sd-jwt.ts';
export { COUNTRIES } from './values/countries.ts';
export { isCivilDate, plusDays } from './values/civil-date.ts';
export * from './values/codes.ts';
export * from './status-list.ts';
export { covers, ISCO_08 } from './values/isco-08.ts';
export { newVerificationCode, readVerificationCode } from './verification-code.ts';
