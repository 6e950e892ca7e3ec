import type { JsonObject } from '#kernel';
import type { ProvedEvent } from '../excerpt/excerpt.ts';
import { recorded } from '../excerpt/verify-excerpt.ts';
import { readEvent, type HistoryEvent } from '../history/read-event.ts';
import { numbered } from './bundle.ts';

export const eventIn = (event: ProvedEvent): HistoryEvent => readEvent(recorded(event));

/** Where the signed artefact of an event lies: a record's JWT, a statement. */
export const artefactPath = (index: number, type: string, text: string, kind: 'jwt' | 'jws') =>
  `artefacts/${numbered(index)}-${type}.${text.startsWith('{') ? 'json' : kind}`;

/** What was signed, as it stands in an event, by the path of its file. */
export function artefactsOf({
  index,
  type,
  data,
}: ProvedEvent): readonly (readonly [string, string])[] {
  const held = JSON.parse(data) as JsonObject;
  const kinds = { jwt: held['jwt'], jws: held['statement'] };
  return Object.entries(kinds).flatMap(([kind, text]) =>
    typeof text === 'string'
      ? [[artefactPath(index, type, text, kind as keyof typeof kinds), text] as const]
      : [],
  );
}
