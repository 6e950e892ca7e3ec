import {
  summaryOf,
  type Finding,
  type HistorySummary,
  type OutsideCheckpoint,
  type VerifiedHistory,
} from '#client';
import { facts, table } from './table.ts';

/** Findings that a person is shown; the rest is counted. `--json` has them all. */
const MOST_SHOWN = 50;

/** What was found at events, a sentence each. */
export function findingsText(findings: readonly Finding[]): string {
  const more = findings.length - MOST_SHOWN;
  const rest = more > 0 ? `\n… and ${more} more; --json has them all.` : '';
  return findings.slice(0, MOST_SHOWN).map(sentence).join('') + rest + (rest ? '\n' : '');
}

const sentence = ({ position, event, stream, type, code, reason }: Finding): string =>
  `\n${type} ${event} at ${position || 'the start'} in ${stream}: ${reason} (${code})`;

const VERDICTS: Readonly<Record<OutsideCheckpoint['verdict'], string>> = {
  EXTENDED: 'the history begins with what it covers',
  CUT: 'events that it covers are missing',
  FORKED: 'it covers other events',
  NOT_REACHED: 'not read that far',
};

export const outsideFacts = (outside: readonly OutsideCheckpoint[]) =>
  Object.fromEntries(
    outside.map(({ size, verdict }) => [`checkpoint of ${size}`, VERDICTS[verdict]]),
  );

/** What a machine is told of a verified history. */
export const historyDocument = (history: VerifiedHistory) => ({
  findings: history.findings,
  ...summaryOf(history),
});

/** What a person is told of it. */
export function historyText(
  history: HistorySummary & { readonly findings: readonly Finding[] },
  findingCount = history.findings.length,
): string {
  const { findings, events, eventsByType, streams, signatures, open, log, before } = history;
  const counts = Object.entries(eventsByType).map(([type, count]) => [type, String(count)]);
  const summary = facts({
    events,
    streams,
    'events before': before.events || undefined,
    'not proved before': before.findings || undefined,
    'signatures verified': signatures,
    'leaves of the log': log.size,
    '… proved by checkpoints': log.proved,
    root: log.root,
    ...outsideFacts(history.outside),
    'successors to come': open.successors || undefined,
    'reviews to come': open.reviews || undefined,
    'erasures to tell of': open.erasures || undefined,
    'contracts to share under': open.backfills || undefined,
    'not proved': findingCount,
  });
  return `${table([['event', 'count'], ...counts])}\n${summary}${findingsText(findings)}`;
}
