import { contractsView } from '#contracts';
import { jcs } from '#signing';
import type { HistoryEvent } from '../history/read-event.ts';
import { receiptProof } from '../log/verify-receipt.ts';
import { artefactsOf, eventIn } from './artefacts.ts';
import { numbered, PATHS, type About, type BundleSources } from './bundle.ts';
import { bundlePage } from './page/page.ts';
import type { Files } from './zip.ts';

/**
 * What a bundle holds beside its sources: the same once more, as other tools and people read it. Whoever has the sources
 * makes the very same files, so that none of them can say anything else.
 */
export function derivedFiles(sources: BundleSources, about: About): Files {
  const { excerpt, receipts, deliveries } = sources;
  const { checkpoint } = excerpt;
  const all = [...excerpt.events, ...deliveries];
  const files = new Map<string, string>();
  for (const event of all) for (const [path, text] of artefactsOf(event)) files.set(path, text);
  for (const [path, text] of contractsIn(excerpt.events.map(eventIn))) files.set(path, text);
  for (const event of all) {
    const receipt = receipts.get(event.index);
    if (receipt !== undefined)
      files.set(proofPath(event.index), receiptProof(event, { ...event, checkpoint }, receipt));
  }
  files.set(PATHS.page, bundlePage(sources, about));
  return new Map([...files].map(([path, text]) => [path, Buffer.from(text)]));
}

export const proofPath = (index: number): string => `proofs/${numbered(index)}.tlog-proof`;

/** Every version with all its signatures, as `eurasec contract verify` takes it. */
function contractsIn(events: readonly HistoryEvent[]): readonly (readonly [string, string])[] {
  const contracts = events.reduce(contractsView.evolve, contractsView.initial);
  return [...contracts.values()].flatMap(({ versions }) =>
    versions.map(({ document, signatures }) => {
      const file = {
        document,
        signatures: signatures.map(({ protected: header, signature }) => ({
          ...{ protected: header, signature },
        })),
      };
      return [`contracts/${document.id}-${document.version}.json`, `${jcs(file)}\n`] as const;
    }),
  );
}
