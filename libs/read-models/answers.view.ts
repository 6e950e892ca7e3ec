import type { StoredEvent } from '#event-store';
import type { RowChange, RowView } from '#projections';

/** An answer that told somebody something of a record: where it lies in the access log. */
export type AnswerRow = { readonly record: string; readonly stream: string };

/** References are filled up to one length with what no stream's name ends in; a blank names no record. */
const named = (reference: string): string => reference.replace(/-+$/, '');

function told({ stream, data }: StoredEvent): readonly RowChange[] {
  const record = named((data as { readonly record?: string }).record ?? '');
  return record.includes('-') ? [{ table: 'answers', put: { record, stream } }] : [];
}

const CHANGES: Readonly<Record<string, (event: StoredEvent) => readonly RowChange[]>> = {
  QuestionAnswered: told,
  RecordRead: told,
};

/** The access log by record: who was told something of it, so that its evidence costs what it holds. */
export const answersView: RowView = {
  version: 1,
  prefixes: ['access-'],
  tables: {
    answers: { columns: { record: 'TEXT', stream: 'TEXT' }, key: ['record', 'stream'] },
  },
  changes: (event) => CHANGES[event.type]?.(event) ?? [],
};
