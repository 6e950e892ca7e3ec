import type { ClientOptions } from '#client';
import type { Participants } from '../stage/participants.ts';
import type { Ministry } from './act.ts';

/** A state's ministry of health, which issues. */
export async function ministryOf(
  stage: Participants,
  state: string,
  options: ClientOptions = {},
): Promise<Ministry> {
  const id = `${state}.MOH`;
  const [hub, recordKey, statementKey] = await Promise.all([
    stage.client(id, options),
    stage.key(id, 'record'),
    stage.key(id, 'statement'),
  ]);
  return { id, hub, recordKey, statementKey };
}
