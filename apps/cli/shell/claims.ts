import { checkCertificate, type CheckedCertificate } from '#client';
import { HubError, WireError } from '#kernel';
import { parseJsonObject } from '#signing';
import { faultSentence } from './failure.ts';
import type { Io } from './io.ts';
import { linesOf } from './inputs.ts';

export type ClaimsLine = { readonly line: number } & (
  | { readonly certificate: CheckedCertificate }
  /** What is wrong, and where: nothing of what the line says. */
  | { readonly fault: string }
);

/** The certificates that a file states, each checked as the hub will check it. Ids are drawn anew at each reading. */
export async function* claimsIn(file: string, io: Io): AsyncGenerator<ClaimsLine> {
  for await (const { line, text } of linesOf(file, io))
    try {
      if (text === null) throw new WireError('WIRE_TOO_LARGE', 'a line is too long');
      yield { line, certificate: checkCertificate(parseJsonObject(text), io.now()) };
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      yield { line, fault: faultSentence(error) };
    }
}
