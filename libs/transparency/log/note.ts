import { hash } from 'node:crypto';
import { TrustError, WireError, type PublicJwk } from '#kernel';
import { decodeBase64url, verificationKey, type VerificationKey } from '#signing';

/** What a key signs in a note: the text itself, or that it saw the text at a time (C2SP signed-note, tlog-cosignature). */
export type NoteKeyKind = 'log' | 'witness';

/** The signature types of C2SP signed-note. */
const TYPES = { log: 0x01, witness: 0x04 } as const satisfies Record<NoteKeyKind, number>;

/** A public key as notes name it: by a name and 32 bits that follow from name, type and key. */
export type NoteKey = {
  readonly name: string;
  readonly kind: NoteKeyKind;
  /** 8 hexadecimal digits. */
  readonly id: string;
  readonly key: VerificationKey;
};

export type NoteSignature = {
  readonly name: string;
  readonly id: string;
  readonly bytes: Buffer;
};

/** A text and who signed it, not verified. */
export type Note = {
  /** With its final newline: what is signed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
};

/** Bytes of a note, and signatures that it carries, at most: C2SP signed-note asks for 16, of nearly 5 kB each. */
const MOST_BYTES = 128 * 1024;
const MOST_SIGNATURES = 100;

const NAME = /^[^\s+\p{Z}]{1,255}$/u;

/** @throws WireError WIRE_LOG_NOTE for a name that no note can carry */
export function noteKey(kind: NoteKeyKind, name: string, jwk: PublicJwk): NoteKey {
  if (!NAME.test(name)) throw unreadable(`"${name}" names no key of a note`);
  const id = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), typed(kind, jwk)]), 'buffer');
  return { name, kind, id: id.toString('hex', 0, 4), key: verificationKey(jwk, 'EdDSA') };
}

const typed = (kind: NoteKeyKind, jwk: PublicJwk): Buffer =>
  Buffer.concat([Buffer.from([TYPES[kind]]), decodeBase64url(jwk.x, 'jwk')]);

/** `name+id+key`: how C2SP tools are told a public key. */
export const formatVkey = ({ name, id }: NoteKey, kind: NoteKeyKind, jwk: PublicJwk): string =>
  `${name}+${id}+${typed(kind, jwk).toString('base64')}`;

/** @throws WireError WIRE_LOG_NOTE for what is not the text of one Ed25519 key */
export function parseVkey(vkey: string): NoteKey {
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey) ?? [];
  const bytes = base64(encoded ?? '');
  const kind = bytes[0] === TYPES.log ? 'log' : bytes[0] === TYPES.witness ? 'witness' : undefined;
  if (name === undefined || kind === undefined || bytes.length !== 33)
    throw unreadable('not a verifier key of type Ed25519');
  const x = bytes.subarray(1).toString('base64url');
  const key = noteKey(kind, name, { kty: 'OKP', crv: 'Ed25519', x });
  if (key.id !== id) throw unreadable(`the key of ${name} has another id than it says`);
  return key;
}

/** @throws WireError WIRE_LOG_NOTE */
export function parseNote(note: string): Note {
  const end = note.lastIndexOf('\n\n');
  if (Buffer.byteLength(note) > MOST_BYTES || end < 0 || !note.endsWith('\n'))
    throw unreadable('not a signed note');
  // A newline is the only control character with a place in a note.
  if ([...note].some((one) => one < ' ' && one !== '\n') || !note.isWellFormed())
    throw unreadable('a note holds a control character');
  const lines = note.slice(end + 2, -1).split('\n');
  if (lines.length > MOST_SIGNATURES) throw unreadable('a note has too many signatures');
  return { text: note.slice(0, end + 1), signatures: lines.map(parseSignatureLine) };
}

/** `— name base64`, without its newline. @throws WireError WIRE_LOG_NOTE */
export function parseSignatureLine(line: string): NoteSignature {
  const [, name, encoded] = /^\u2014 (\S+) (\S+)$/.exec(line) ?? [];
  const bytes = base64(encoded ?? '');
  if (name === undefined || !NAME.test(name) || bytes.length < 5)
    throw unreadable('not the signature of a note');
  return { name, id: bytes.toString('hex', 0, 4), bytes: bytes.subarray(4) };
}

export const formatSignatureLine = ({ name, id, bytes }: NoteSignature): string =>
  `\u2014 ${name} ${Buffer.concat([Buffer.from(id, 'hex'), bytes]).toString('base64')}\n`;

export const formatNote = ({ text, signatures }: Note): string =>
  `${text}\n${signatures.map(formatSignatureLine).join('')}`;

/** The signatures that claim to be of this key. */
export const signaturesOf = (
  { signatures }: Note,
  { name, id }: NoteKey,
): readonly NoteSignature[] => signatures.filter((one) => one.name === name && one.id === id);

/** Standard base64 in its one form; nothing of any other text. */
export function base64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : Buffer.alloc(0);
}

const unreadable = (reason: string) => new WireError('WIRE_LOG_NOTE', reason);

/** @throws TrustError TRUST_SIGNATURE_INVALID */
export const unproved = (reason: string) => new TrustError('TRUST_SIGNATURE_INVALID', reason);
