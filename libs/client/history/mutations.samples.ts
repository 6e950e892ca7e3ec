import type { Json, JsonObject } from '#kernel';

/** A value with one thing changed, and the place of it; an element's index is left out. */
export type Mutation = { readonly place: string; readonly value: Json };

/** Every member changed, taken out and added to, one at a time; of a list its first element stands for all. */
export function* mutationsOf(value: Json, place = ''): Generator<Mutation> {
  if (typeof value === 'string') {
    for (const at of placesIn(value)) yield { place, value: otherAt(value, at) };
  } else if (Array.isArray(value)) {
    const list = value as readonly Json[];
    if (list.length === 0) return;
    yield { place: `${place}[]`, value: list.slice(1) };
    yield { place: `${place}[]`, value: [...list, ...list.slice(0, 1)] };
    for (const one of mutationsOf(list[0]!, `${place}[]`))
      yield { ...one, value: list.with(0, one.value) };
  } else if (typeof value === 'object' && value !== null) {
    yield* mutationsOfMembers(value as JsonObject, place);
  } else if (typeof value === 'number') {
    yield { place, value: value + 1 };
  } else yield { place, value: value === true ? false : true };
}

function* mutationsOfMembers(value: JsonObject, place: string): Generator<Mutation> {
  yield { place: `${place}{}`, value: { ...value, extra: 'A' } };
  for (const [name, member] of Object.entries(value)) {
    const { [name]: _, ...rest } = value;
    yield { place: `${place}.${name}`, value: rest };
    for (const one of mutationsOf(member!, `${place}.${name}`))
      yield { ...one, value: { ...value, [name]: one.value } };
  }
}

/** Of a JWS one in each part, else one near the start: the form of an id is fixed further on. */
function placesIn(text: string): readonly number[] {
  const dots = [text.indexOf('.'), text.lastIndexOf('.')] as const;
  if (!text.startsWith('eyJ') || dots[0] < 0) return [letterAt(text, 1)];
  const spans = [[0, dots[0]], dots, [dots[1], text.length]] as const;
  return spans.map(([start, end]) => letterAt(text, (start + end) >> 1));
}

/** A letter or digit from there on. */
const letterAt = (text: string, from: number): number =>
  from + text.slice(from).search(/[A-Za-z0-9]/);

const CLASSES = ['0123456789', 'abcdef', 'ghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** Another sign of the same kind, so that the form stays as it was. */
function otherAt(text: string, at: number): string {
  const sign = text.charAt(at);
  const kind = CLASSES.find((one) => one.includes(sign)) ?? 'A';
  const other = kind.charAt((kind.indexOf(sign) + 1) % kind.length);
  return text.slice(0, at) + other + text.slice(at + 1);
}
