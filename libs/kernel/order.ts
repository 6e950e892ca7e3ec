/** The order of texts by code units, never by locale, for `sort`: the same on every machine. */
export const byText = (one: string, other: string): number =>
  one < other ? -1 : one > other ? 1 : 0;
