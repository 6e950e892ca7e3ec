import type { StoredEvent } from '#event-store';

/** A value of a column. */
export type Cell = string | number | null;
export type Row = { readonly [column: string]: Cell };

/** The columns of a table with their kinds, those that name a row, and the lists of columns it is looked up by. */
export type Table = {
  readonly columns: { readonly [column: string]: 'TEXT' | 'INTEGER' };
  readonly key: readonly string[];
  readonly indexes?: readonly (readonly string[])[];
};

/** What an event does to one row. */
export type RowChange =
  /** Puts the row there, in place of one with the same key. */
  | { readonly table: string; readonly put: Row }
  /** Changes some columns of the rows that have `where`; none need be there. */
  | { readonly table: string; readonly where: Row; readonly set: Row }
  /** Removes the rows that have `where`. */
  | { readonly table: string; readonly where: Row; readonly remove: true };

/**
 * What is made of events too many for memory: rows, kept in SQLite. Clear fields only, never a claim about a
 * person, so that there is nothing to erase (architecture §9).
 */
export type RowView = {
  /** Another version is another view: the rows are made anew from position zero. */
  readonly version: number;
  readonly prefixes: readonly string[];
  readonly tables: { readonly [table: string]: Table };
  /** The changes of one event; pure, and a function of this event alone, so a rebuild gives the same rows. */
  changes(event: StoredEvent): readonly RowChange[];
};
