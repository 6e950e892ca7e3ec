import type { Delivery } from '#fan-out';
import { isInstant, WireError, type JsonObject } from '#kernel';
import { isObject, parseJsonObject } from '#signing';

/** Bytes of a delivery: a record of 64 KiB in base64url, sealed items beside it. */
const DELIVERY_BYTES = 512 * 1024;

/**
 * Reads the plaintext of a message strictly. Proves nothing.
 * @throws WireError `WIRE_SCHEMA_MISMATCH` with the pointer of the member at fault, and what `parseJson` throws
 */
export function readDelivery(text: string): Delivery {
  const delivery = parseJsonObject(text, { bytes: DELIVERY_BYTES });
  const { event, subject, redriven, presentation, sealed, data, statement, withheld } = delivery;
  assert(isObject(event) && isHead(event), '/event');
  assert(typeof subject === 'string', '/subject');
  assert(redriven === undefined || typeof redriven === 'string', '/redriven');
  const contents = [presentation, data, withheld].filter((one) => one !== undefined);
  assert(contents.length === 1, '');
  assert(presentation === undefined || typeof presentation === 'string', '/presentation');
  assert(
    sealed === undefined ||
      (presentation !== undefined && Array.isArray(sealed) && sealed.every(isSealed)),
    '/sealed',
  );
  assert(data === undefined || isObject(data), '/data');
  assert(
    statement === undefined || (isObject(data) && typeof statement === 'string'),
    '/statement',
  );
  assert(['ERASED', 'NOTHING_GRANTED', undefined].includes(withheld as string), '/withheld');
  return delivery as Delivery;
}

const isHead = ({ id, type, stream, revision, recordedAt, under }: JsonObject): boolean =>
  [id, type, stream].every((text) => typeof text === 'string') &&
  Number.isInteger(revision) &&
  isInstant(recordedAt) &&
  Array.isArray(under) &&
  under.every(
    (one) =>
      isObject(one) &&
      typeof one['contract'] === 'string' &&
      Number.isInteger(one['version']) &&
      typeof one['hash'] === 'string',
  );

const isSealed = (item: unknown): boolean =>
  isObject(item) &&
  Array.isArray(item['path']) &&
  ['digest', 'to', 'jwe'].every((name) => typeof item[name] === 'string');

function assert(holds: boolean, pointer: string): void {
  if (!holds)
    throw new WireError('WIRE_SCHEMA_MISMATCH', 'a delivery is not as it should be', { pointer });
}
