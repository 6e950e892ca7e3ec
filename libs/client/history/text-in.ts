import { StoreError, type JsonObject } from '#kernel';

/** @throws StoreError `STORE_CORRUPT` where there is no text of this name */
export function textIn(data: JsonObject, name: string): string {
  const text = data[name];
  if (typeof text === 'string') return text;
  throw new StoreError('STORE_CORRUPT', `an event without ${name}`);
}
