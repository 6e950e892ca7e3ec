import { join } from 'node:path';
import { recordsView } from '#read-models';
import type { Checked } from './check-store.ts';

/** The read models that a hub keeps in its folder. */
export const readModelsIn = (folder: string): NonNullable<Checked['readModels']> => ({
  records: { view: recordsView, file: join(folder, 'records.db') },
});
