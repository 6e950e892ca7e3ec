import { HubError, type Json, type JsonObject } from '#kernel';

/** The claims with another value at a pointer; `undefined` takes the member or element out. */
export function changed(claims: object, pointer: string, value: Json | undefined): JsonObject {
  const copy = structuredClone(claims) as JsonObject;
  const path = pointer.split('/').slice(1);
  const last = path.pop()!;
  let holder = copy as Record<string, Json>;
  for (const name of path) holder = holder[name] as Record<string, Json>;
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return copy;
}

/** `CODE /pointer` of the refusal that `action` throws; `accepted` when it throws none. */
export function refusalOf(action: () => unknown): string {
  try {
    action();
    return 'accepted';
  } catch (error) {
    if (error instanceof HubError) return `${error.code} ${error.pointer}`;
    throw error;
  }
}
