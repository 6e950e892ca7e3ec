import { HubError } from '#kernel';
import type { Signed } from '../platform/signature.guard.ts';
import type { AccessLog } from './access-log.ts';

/**
 * Does what a participant asks; a refusal is noted, durably, before it is thrown on. The store being away is no refusal.
 * @param record the stream that it is about, where the asker named it by its random id
 */
export async function noteRefusal<Result>(
  access: AccessLog,
  by: Signed,
  purpose: string,
  act: () => Promise<Result>,
  record?: string,
): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof HubError && !error.code.startsWith('STORE_'))
      await access.note(by, 'RequestRefused', {
        ...{ purpose, outcome: error.code },
        ...(record !== undefined && { record }),
      });
    throw error;
  }
}
