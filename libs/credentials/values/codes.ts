/**
 * Code lists of the records. [design] unless a source stands beside them (domain.md §2): a new code is a new
 * version of the record type, never a silent addition.
 */

/** What can be examined; every certificate names each of them (domain.md §2.1). */
export const ITEM_CODES = [
  'HIV',
  'TB',
  'LEPROSY',
  'SYPHILIS',
  'LGV',
  'CHANCROID',
  'DRUGS',
  'MENTAL',
  'COVID19',
  'HEP_B',
  'HEP_C',
  'MALARIA',
  'OTHER',
] as const;
export type ItemCode = (typeof ITEM_CODES)[number];

/** Items whose findings nobody but the issuer and the authority they are sealed to may read. */
export const SEALED_ITEMS = ['HIV', 'DRUGS', 'MENTAL'] as const satisfies readonly ItemCode[];

export const isSealedItem = (item: ItemCode): boolean =>
  (SEALED_ITEMS as readonly ItemCode[]).includes(item);

export const RESULTS = ['NOT_DETECTED', 'DETECTED', 'INCONCLUSIVE', 'NOT_PERFORMED'] as const;

/** How an item was examined. HIV_1_2_AB_P24 is the wording Russia requires of foreign laboratories (domain.md §2.1). */
export const METHODS = [
  'HIV_1_2_AB_P24',
  'IMMUNOBLOT',
  'NUCLEIC_ACID',
  'CHEST_RADIOGRAPHY',
  'FLUOROGRAPHY',
  'IGRA',
  'TUBERCULIN_TEST',
  'MICROSCOPY',
  'CULTURE',
  'ELISA',
  'TREPONEMAL_TEST',
  'NON_TREPONEMAL_TEST',
  'RAPID_ANTIGEN',
  'CHEMICAL_TOXICOLOGICAL',
  'PSYCHIATRIC_EXAMINATION',
  'DERMATOLOGICAL_EXAMINATION',
  'CLINICAL_EXAMINATION',
] as const;

export const OUTCOMES = ['FIT', 'UNFIT', 'CONDITIONAL'] as const;

export const CERTIFICATE_KINDS = [
  'INFECTIOUS',
  'DRUG_USE',
  'HIV_ABSENCE',
  'COMBINED',
  'OTHER',
] as const;

export const SIGNATORY_ROLES = ['PHYSICIAN', 'COMMISSION_CHAIR', 'HEAD_OF_ORGANISATION'] as const;

/** As the identity document states it; never inferred (domain.md §8). */
export const SEXES = ['M', 'F', 'X', 'U'] as const;

export const DOCUMENT_KINDS = ['PASSPORT', 'ID_CARD', 'NATIONAL_PIN', 'RESIDENCE'] as const;

export const RESTRICTIONS = [
  'NO_WORK_AT_HEIGHT',
  'NO_WORK_UNDERGROUND',
  'NO_NIGHT_WORK',
  'NO_HEAVY_LIFTING',
  'NO_DRIVING',
  'NO_FOOD_HANDLING',
  'NO_CARE_OF_CHILDREN',
  'NO_DUST',
  'NO_NOISE',
  'NO_CHEMICALS',
  'NO_EXTREME_TEMPERATURES',
  'CORRECTIVE_LENSES',
] as const;

export const CONSENT_BASES = ['CONSENT', 'LAW', 'TREATY'] as const;

export const PURPOSES = [
  'RECOGNITION_OF_MEDICAL_CERTIFICATES',
  'ADMISSION_TO_WORK',
  'ORGANISED_RECRUITMENT',
  'PUBLIC_HEALTH',
  'STATISTICS',
] as const;

/** What a worker may say yes to. OWN_STATUS: whoever gets the consent token from the worker may look the case up. */
export const RECRUITMENT_PURPOSES = [...PURPOSES, 'OWN_STATUS'] as const;
