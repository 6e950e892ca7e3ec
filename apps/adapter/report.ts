/** Something that whoever runs the adapter should know; names no person. */
export type Report = (what: string, facts: Readonly<Record<string, string | number>>) => void;

/** What a report says of an error: its code, the hub's or ours or Node's. Never its message, which may quote what came in. */
export const codeOf = (error: unknown): string => {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : 'INTERNAL';
};
