/** Rows in columns, the first row as their names; cells of the last column may be of any length. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (known, row) => row.map((cell, column) => Math.max(known[column] ?? 0, width(cell))),
    [],
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell + ' '.repeat(widths[column]! - width(cell)))
      .join('  ')
      .trimEnd();
  const [head, ...body] = rows;
  if (!head) return '';
  const rule = widths.map((one) => '─'.repeat(one));
  return [head, rule, ...body].map((row) => `${line(row)}\n`).join('');
}

/** Names and values, one a line. */
export function facts(values: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const widest = Math.max(0, ...given.map(([name]) => width(name)));
  return given.map(([name, value]) => `${name.padEnd(widest)}  ${value}\n`).join('');
}

const width = (text: string): number => [...text].length;
