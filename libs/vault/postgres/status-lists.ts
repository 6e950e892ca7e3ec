import { draw, emptyList } from '../status-indices.ts';
import { statement, type Decision, type Read } from './database.ts';

type Block = { readonly list: string; readonly indices: readonly number[] };

const NEWEST = statement(
  'list-newest',
  'SELECT id, number, allocated FROM status_list WHERE issuer = $1 ORDER BY number DESC LIMIT 1',
);
const SET_ALLOCATED = statement('list', 'UPDATE status_list SET allocated = $2 WHERE id = $1');
const ADD_LIST = statement(
  'list-add',
  'INSERT INTO status_list (issuer, number, allocated) VALUES ($1, $2, $3)',
);

type ListRow = { readonly id: string; readonly number: number; readonly allocated: Uint8Array };

/** Draws from the issuer's newest list, or from a new one if that has too few free indices. */
export async function allocate(
  read: Read,
  issuer: string,
  count: number,
): Promise<Decision<Block>> {
  const [newest] = await read<ListRow>(NEWEST(issuer));
  const indices = newest && draw(newest.allocated, count);
  if (indices)
    return {
      result: { list: `${issuer}-${newest.number}`, indices },
      writes: [SET_ALLOCATED(newest.id, newest.allocated)],
    };
  const number = (newest?.number ?? 0) + 1;
  const allocated = emptyList();
  const first = draw(allocated, count);
  if (!first) throw new RangeError(`${count} indices are more than a list has`);
  return {
    result: { list: `${issuer}-${number}`, indices: first },
    writes: [ADD_LIST(issuer, number, allocated)],
  };
}
