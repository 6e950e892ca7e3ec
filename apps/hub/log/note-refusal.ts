import { HubError } from '#kernel';
import type { Signed } from '../platform/signature.guard.ts';
import type { AccessLog } from './access-log.ts';

/** Does what a participant asks; a refusal is noted, durably, before it is thrown on. The store being away is no refusal. */
export async function noteRefusal<Result>(
  access: AccessLog,
  by: Signed,
  purpose: string,
  act: () => Promise<Result>,
): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof HubError && !error.code.startsWith('STORE_'))
      await access.note(by, 'RequestRefused', { purpose, outcome: error.code });
    throw error;
  }
}
