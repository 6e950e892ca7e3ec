/** The only source of random identifiers. */
export abstract class Ids {
  /** A random UUIDv4 (RFC 9562). */
  abstract uuid(): string;
  /** 16 random bytes, base64url: the blinding nonce of an event's log leaf. */
  abstract nonce(): string;
}
