import { sealDetails } from '#credentials';
import type { PermitType } from '#recruitment';
import { isObject } from '#signing';
import { UsageError } from '../../shell/failure.ts';
import { readText } from '../../shell/files.ts';
import type { Session } from '../../shell/session.ts';

/** Files of what a statement names by its digest only. */
export type BesideOptions = { readonly receipt?: string; readonly permit?: string };

/** What travels beside the statement, which names it by its digest. */
export async function besideOf(session: Session, { receipt, permit }: BesideOptions) {
  return {
    ...(receipt !== undefined && { receipt: await answerIn(session, receipt) }),
    ...(permit !== undefined && { sealed: await sealedIn(session, permit) }),
  };
}

/** The `answer+jws`, alone or as `verify --json` prints it. */
async function answerIn({ io }: Session, file: string): Promise<string> {
  const text = (await readText(file, io)).trim();
  if (!text.startsWith('{')) return text;
  const { proof } = JSON.parse(text) as { readonly proof?: unknown };
  if (typeof proof === 'string') return proof;
  throw new UsageError(`${file} holds no answer of a verification.`);
}

async function sealedIn(session: Session, file: string) {
  const details = await session.readJson(file);
  if (!isObject(details)) throw new UsageError(`${file} holds no permit.`);
  // What type it is, the hub checks.
  return { type: details['type'] as PermitType, ...sealDetails('permit', details) };
}
