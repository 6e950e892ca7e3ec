import { isMet, MARKS, type Mark } from './marks.ts';
import type { Case } from './case.ts';

/** A table for a person: each figure beside its floor and its mark. */
export function table(cases: readonly Case[]): string {
  const rows = cases.map((one) => [
    one.name,
    `${figure(one.value)} ${one.unit}`,
    one.p50 === undefined ? '' : figure(one.p50),
    one.p99 === undefined ? '' : figure(one.p99),
    one.floor ? `${figure(one.floor.value)}  ${one.floor.name}` : '',
    one.ratio === undefined ? '' : one.ratio.toFixed(2),
    (MARKS[one.name] ?? []).map((mark) => markOf(mark, one)).join(', '),
  ]);
  const head = ['case', 'value', 'p50 ms', 'p99 ms', 'floor', 'ratio', 'mark'];
  return aligned([head, ...rows]);
}

function markOf(mark: Mark, one: Case): string {
  const bound = 'least' in mark ? `≥ ${figure(mark.least)}` : `≤ ${figure(mark.most)}`;
  return `${mark.figure === 'value' ? '' : `${mark.figure} `}${bound} ${isMet(mark, one) ? 'met' : 'MISSED'}`;
}

/** Three digits, or all of a whole number. */
function figure(value: number): string {
  if (value >= 1_000) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}
