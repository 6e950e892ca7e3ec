import { pushLines, ReceiptsFile, type PushLine } from '#client';
import { EvidenceFile } from '../../dcc/index.ts';
import { REFUSED, type ExitCode } from '../../shell/exit.ts';
import { RECEIPTS } from '../../shell/inputs.ts';
import { Outcomes } from '../../shell/outcomes.ts';
import { progressOf } from '../../shell/progress.ts';
import type { Session } from '../../shell/session.ts';
import type { Documents } from './documents.ts';

type Options = { readonly total: number; readonly patience: number };

/** Signs what can be taken over, and pushes it; tells what became of every line. */
export async function pushEvidence(
  session: Session,
  documents: Documents,
  { total, patience }: Options,
): Promise<ExitCode> {
  const { file } = documents;
  const hub = await session.hub();
  const evidence = await EvidenceFile.open(`${file}.evidence.ndjson`, await session.key('record'));
  const receipts = await ReceiptsFile.open(`${file}${RECEIPTS}`);
  const progress = progressOf(session.io, total);
  const outcomes = new Outcomes(session, { outcome: 'mapped' });
  try {
    const lines = records(session, documents, evidence, () => progress.advance(true));
    for await (const outcome of pushLines(hub, lines, { what: 'evidence', receipts, patience })) {
      progress.advance('problem' in outcome);
      outcomes.tell(outcome);
    }
  } finally {
    progress.end();
    documents.sumUp();
    outcomes.end();
    await Promise.all([evidence.close(), receipts.close()]);
  }
  return documents.rejected > 0 ? REFUSED : outcomes.exit;
}

async function* records(
  session: Session,
  documents: Documents,
  evidence: EvidenceFile,
  onRejected: () => void,
): AsyncGenerator<PushLine> {
  for await (const { line, hcert, claims } of documents.mapped(onRejected)) {
    const record = await evidence.recordOf(hcert, claims, session.now());
    yield { line, text: JSON.stringify({ record }) };
  }
}
