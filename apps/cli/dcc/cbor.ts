import { Decoder, Encoder } from 'cbor-x';
import { readAs, Rejection } from './rejection.ts';

/** Maps as `Map`, byte strings as bytes, tag 0 (the text of a date and time) as `Date`. */
export type Cbor =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | Uint8Array
  | Date
  | readonly Cbor[]
  | ReadonlyMap<Cbor, Cbor>
  | Tagged;

/** An item under a tag that the library has no class for. */
export type Tagged = { readonly tag: number; readonly value: Cbor };

export const COSE_SIGN1 = 18;
const DATE_TIME_TEXT = 0;
const DEPTH_LIMIT = 16;

const options = { mapsAsObjects: false, useRecords: false, tagUint8Array: false };
const decoder = new Decoder(options);
const encoder = new Encoder(options);

export const encodeCbor = (value: unknown): Uint8Array => encoder.encode(value);

/**
 * Decodes the one CBOR item that `bytes` are. It is walked before the library sees it: depth is bounded,
 * a map names a key once, and only two tags are let through. Of others the library makes regular
 * expressions, shared references and tables, which no certificate needs.
 */
export function decodeCbor(bytes: Uint8Array): Cbor {
  new CborWalk(bytes).item(DEPTH_LIMIT);
  return readAs('NOT_CBOR', () => decoder.decode(bytes) as Cbor);
}

/** Goes over encoded items without making anything of them. */
class CborWalk {
  private place = 0;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  item(depth: number): void {
    if (depth === 0) throw new Rejection('NOT_CBOR');
    const first = this.take(1)[0]!;
    const argument = this.argument(first & 0x1f);
    switch (first >> 5) {
      case 2: // byte string
      case 3: // text string
        this.take(argument);
        break;
      case 4: // array
        for (let left = argument; left > 0; left--) this.item(depth - 1);
        break;
      case 5: // map
        this.map(argument, depth - 1);
        break;
      case 6: // tag
        if (argument !== DATE_TIME_TEXT && argument !== COSE_SIGN1) throw new Rejection('NOT_CBOR');
        this.item(depth - 1);
    }
  }

  private map(pairs: number, depth: number): void {
    const keys = new Set<string>();
    for (let left = pairs; left > 0; left--) {
      const start = this.place;
      this.item(depth);
      keys.add(Buffer.from(this.bytes.subarray(start, this.place)).toString('latin1'));
      this.item(depth);
    }
    if (keys.size !== pairs) throw new Rejection('NOT_CBOR');
  }

  /** The number in or behind a first byte; an indefinite length is none (RFC 8949 §3.2). */
  private argument(low: number): number {
    if (low < 24) return low;
    if (low > 27) throw new Rejection('NOT_CBOR');
    return this.take(2 ** (low - 24)).reduce((number, byte) => number * 256 + byte, 0);
  }

  private take(length: number): Uint8Array {
    const start = this.place;
    this.place += length;
    if (this.place > this.bytes.length) throw new Rejection('NOT_CBOR');
    return this.bytes.subarray(start, this.place);
  }
}
