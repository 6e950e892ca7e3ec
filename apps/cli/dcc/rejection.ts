/** Every reason for which a certificate is not imported: the closed list of `eurasec import dcc`. */
export const DCC_REASONS = {
  LINE_TOO_LONG: 'The line is longer than a certificate can be',
  LINE_UNREADABLE: 'The line is neither HC1 text nor JSON with `hcert`',
  NOT_HC1: 'The text does not begin with HC1:',
  NOT_BASE45: 'What follows HC1: is not base45 (RFC 9285)',
  NOT_ZLIB: 'The bytes are not one zlib stream (RFC 1950)',
  TOO_LARGE: 'The certificate unpacks to more than a certificate can hold',
  NOT_CBOR: 'The unpacked bytes are not plain CBOR (RFC 8949)',
  NOT_COSE: 'The CBOR is not a COSE_Sign1 message (RFC 9052)',
  NOT_CWT: 'The signed claims lack issuer, times or the certificate (RFC 8392)',
  ALGORITHM_UNKNOWN: 'The signature algorithm is neither ES256 nor PS256',
  SIGNER_MISSING: 'There is no certificate of the signer to verify with',
  SIGNER_UNREADABLE: 'The certificate of the signer is not X.509',
  SIGNER_OTHER: 'The key identifier names another certificate than the one given',
  SIGNER_COUNTRY: 'The issuing country is not the one of the signer',
  SIGNER_NOT_VALID: 'The signer was not valid on the day of issue',
  SIGNER_KEY_USAGE: 'The signer may not sign this kind of certificate',
  SIGNATURE_INVALID: 'The signature does not fit',
  NOT_A_DCC: 'The signed content is not a vaccination, test or recovery',
  NAME_UNREADABLE: 'There is no name that can be taken over',
  BIRTH_DATE_UNREADABLE: 'The birth date is no date and no part of one',
  DATE_UNREADABLE: 'A date of the examination is no date',
  DISEASE_UNKNOWN: 'The disease is not COVID-19 (SNOMED CT 840539006)',
  TEST_TYPE_UNKNOWN: 'The test is neither a nucleic acid nor a rapid antigen test',
  RESULT_UNKNOWN: 'The test result has another code than detected and not detected',
  COUNTRY_UNKNOWN: 'A country has no code of ISO 3166-1',
  DATES_CONTRADICT: 'A recovery ends before it begins',
  NOT_RECORDABLE: 'A value does not fit the evidence record',
} as const satisfies Readonly<Record<string, string>>;

export type DccReason = keyof typeof DCC_REASONS;

/** Ends the reading of one certificate. Its message is the reason's and holds nothing of the certificate. */
export class Rejection extends Error {
  readonly reason: DccReason;
  constructor(reason: DccReason, cause?: unknown) {
    super(DCC_REASONS[reason], cause === undefined ? undefined : { cause });
    this.name = 'Rejection';
    this.reason = reason;
  }
}

export type Rejected = { readonly outcome: 'rejected'; readonly reason: DccReason };

/** What `attempt` gives, or the reason it was ended for. Any other error is a defect and goes through. */
export function orRejected<Result>(attempt: () => Result): Result | Rejected {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof Rejection) return { outcome: 'rejected', reason: error.reason };
    throw error;
  }
}

/** Runs a library that throws errors of its own, and gives them one reason. */
export function readAs<Result>(reason: DccReason, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    throw cause instanceof Rejection ? cause : new Rejection(reason, cause);
  }
}
