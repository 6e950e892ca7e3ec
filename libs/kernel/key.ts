/** A key has one use (architecture §6). */
export type KeyUse = 'record' | 'statement' | 'request' | 'encryption' | 'witness' | 'status';

/** Pinned to the key, never taken from a header. `ECDH-ES+A256KW` for use `encryption` only. */
export type KeyAlgorithm = 'ES256' | 'EdDSA' | 'ECDH-ES+A256KW';

/** Public part of an EC P-256 or Ed25519 key (RFC 7517, RFC 8037): only the members of its thumbprint. */
export type PublicJwk = {
  readonly kty: 'EC' | 'OKP';
  readonly crv: 'P-256' | 'Ed25519';
  readonly x: string;
  readonly y?: string;
};
