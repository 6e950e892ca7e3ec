import { WireError } from '#kernel';
import { MEDICAL_CERTIFICATE } from './medical-certificate.ts';
import { MEDICAL_EVIDENCE } from './medical-evidence.ts';
import type { RecordType } from './record-type.ts';
import { RECRUITMENT_CASE } from './recruitment-case.ts';

/** Every record type, by name. */
export const RECORD_TYPES = {
  MedicalCertificate: MEDICAL_CERTIFICATE,
  MedicalEvidence: MEDICAL_EVIDENCE,
  RecruitmentCase: RECRUITMENT_CASE,
} as const satisfies Readonly<Record<string, RecordType>>;

export type RecordTypeName = keyof typeof RECORD_TYPES;

const byVct: ReadonlyMap<string, RecordType> = new Map(
  Object.values(RECORD_TYPES).map((type) => [type.vct, type]),
);

/** @throws WireError `WIRE_UNKNOWN_RECORD_TYPE` */
export function recordTypeOf(vct: string): RecordType {
  const type = byVct.get(vct);
  if (!type)
    throw new WireError('WIRE_UNKNOWN_RECORD_TYPE', 'no record type has this vct', {
      pointer: '/vct',
    });
  return type;
}
