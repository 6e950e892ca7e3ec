import type { StoredEvent } from '#event-store';
import { actOf } from '#kernel';

/** Whether the event came of this statement, whichever of its texts it holds. */
export function holdsStatement({ data }: StoredEvent, text: string): boolean {
  const { statement } = data as { statement?: string };
  return statement !== undefined && actOf(statement) === actOf(text);
}
