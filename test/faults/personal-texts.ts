import { parseCredential } from '#credentials';

/** Shorter ones are codes, and would be met by chance. */
const SHORTEST = 8;

/** What of a push tells of somebody: the record's id, and every text that it states. */
export function personalTexts(content: object): readonly string[] {
  if (!('record' in content)) return [];
  const { payload, disclosures } = parseCredential(content.record as string);
  // The first of a disclosure is its salt.
  const stated = disclosures.flatMap((text) =>
    textsIn((JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[]).slice(1)),
  );
  return [payload.id, ...stated].filter((text) => text.length >= SHORTEST);
}

/** What of a push tells of somebody, as it travels. */
export const disclosuresOf = (content: object): readonly string[] =>
  'record' in content ? parseCredential(content.record as string).disclosures : [];

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
