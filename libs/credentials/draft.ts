/**
 * The specifications that these credentials follow, pinned in this one file: RFC 9901 (SD-JWT) and
 * SD-JWT VC draft-25. Members that a later draft renames are renamed here.
 */
export const SPECIFICATION = 'RFC 9901 (SD-JWT) and SD-JWT VC draft-25';

/** `typ` of the issuer-signed JWT (SD-JWT VC, media type application/dc+sd-jwt). */
export const CREDENTIAL_TYP = 'dc+sd-jwt';

/** The one digest algorithm accepted in `_sd_alg` (RFC 9901 §4.1.1). */
export const DIGEST_ALGORITHM = 'sha-256';

/** Holds the digests of an object's members (RFC 9901 §4.2.4.1). */
export const SD = '_sd';
/** Names the digest algorithm, top level only. */
export const SD_ALG = '_sd_alg';
/** The one key of an array element that stands for a disclosure (RFC 9901 §4.2.4.2). */
export const ELEMENT = '...';

/** Issuer-signed JWT and disclosures, each of which ends with it. */
export const SEPARATOR = '~';

/** 128 bits in base64url; RFC 9901 §9.3 recommends them, we demand them. */
export const SALT_LENGTH = 22;

/** Characters of a SHA-256 digest in base64url. */
export const DIGEST_LENGTH = 43;

/** A SHA-256 digest in canonical base64url. */
export const DIGEST = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

/** `typ` of a status list (Token Status List, draft-ietf-oauth-status-list, JWT form); its media type after `application/`. */
export const STATUS_LIST_TYP = 'statuslist+jwt';
