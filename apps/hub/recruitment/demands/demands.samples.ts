import { registerDemand } from '#client';
import { nameOf, type DemandDocument } from '#recruitment';
import { sampleDemand } from '#testing';
import type { TestHub } from '../../hub.samples.ts';

/** The ministry's statement that registers it. */
export const demandStatement = (hub: TestHub, document: DemandDocument, by = document.authority) =>
  registerDemand(hub.key(`${by} statement`), hub.now(), { demand: document });

/** A demand that the hub has, and its name. */
export async function registered(
  hub: TestHub,
  change: Partial<DemandDocument> = {},
): Promise<DemandDocument & { readonly name: string }> {
  const document = sampleDemand(change);
  await hub.client(document.authority).registerDemand(demandStatement(hub, document));
  return { ...document, name: nameOf(document) };
}
