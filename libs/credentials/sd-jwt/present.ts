import type { ClaimPath, Json } from '#kernel';
import { SEPARATOR } from '../draft.ts';
import type { Disclosed } from './disclosure.ts';
import type { Resolved } from './resolve.ts';
import type { SdJwt } from './sd-jwt.ts';

/** Whether the claim at this path, with this value, is shown. */
export type Select = (path: ClaimPath, value: Json) => boolean;

/**
 * The same SD-JWT with only the disclosures that are selected, in their order, and those that lead to them. A
 * disclosure that holds others (subject, assessments, examinations) is never shown for itself, so what shows
 * nothing is the bare JWT. `sealed` items travel beside; what leads to their digests is shown too.
 */
export function present(
  { jwt, disclosures }: Pick<SdJwt, 'jwt' | 'disclosures'>,
  { disclosed, levels }: Resolved,
  select: Select,
  sealed: readonly { readonly digest: string }[] = [],
): string {
  const shown = new Set<string>();
  const show = (one: Disclosed | undefined) => {
    for (let next = one; next; next = next.parent) shown.add(next.disclosure);
  };
  for (const one of disclosed) if (!one.isContainer && select(one.path, one.value)) show(one);
  for (const { digest } of sealed)
    show(levels.find(({ digests }) => digests.includes(digest))?.parent);
  return join(
    jwt,
    disclosures.filter((disclosure) => shown.has(disclosure)),
  );
}

/** `<jwt>~<disclosure>~…~` */
export const join = (jwt: string, disclosures: readonly string[]): string =>
  [jwt, ...disclosures, ''].join(SEPARATOR);

/** True for a presentation without any disclosure. */
export const showsNothing = (presentation: string): boolean =>
  presentation.indexOf(SEPARATOR) === presentation.length - 1;
