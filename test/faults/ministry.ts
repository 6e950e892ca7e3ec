import type { Stage } from '../stage/stage.ts';
import type { Ministry } from './act.ts';

/** A state's ministry of health, which issues. */
export async function ministryOf(stage: Stage, state: string): Promise<Ministry> {
  const id = `${state}.MOH`;
  const [hub, recordKey, statementKey] = await Promise.all([
    stage.client(id),
    stage.key(id, 'record'),
    stage.key(id, 'statement'),
  ]);
  return { id, hub, recordKey, statementKey };
}
