import type { SigningKey } from '#signing';
import { countedStreams } from '../excerpt/excerpt.ts';
import { PATHS, sourceFiles, type About, type BundleSources } from './bundle.ts';
import { derivedFiles } from './derived-files.ts';
import { digestsOf, signManifest } from './manifest.ts';
import { PAGE } from './page/page.ts';
import { pack } from './zip.ts';

/**
 * Everything about a record in one zip that verifies with no hub at hand.
 * @param size leaves of the tree that the checkpoint is of
 * @param key the hub's receipt key of genesis
 */
export function makeBundle(
  sources: BundleSources,
  { record, madeAt, size }: About & { readonly size: number },
  key: SigningKey,
): Uint8Array {
  const about = { record, madeAt };
  const files = new Map([...sourceFiles(sources), ...derivedFiles(sources, about)]);
  const streams = countedStreams(sources.excerpt.events);
  const manifest = { v: 2 as const, page: PAGE, ...about, size, streams, files: digestsOf(files) };
  return pack(files.set(PATHS.manifest, Buffer.from(signManifest(manifest, key))));
}
