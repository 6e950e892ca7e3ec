import type { Json } from '#kernel';
import { found, verified } from './history.samples.ts';
import { mutationsOf } from './mutations.samples.ts';
import { wholeHistory } from './whole-history.samples.ts';

const { history } = wholeHistory();
const { events } = history;
const types = [...new Set(events.map(({ type }) => type))];

/** The last event of a type, and where it stands. */
function lastOf(type: string) {
  const at = events.findLastIndex((one) => one.type === type);
  return { at, event: events[at]! };
}

/** Places in texts of these events where something can be changed and nothing is found. */
async function unfound(part: 'data' | 'metadata', among: readonly string[]) {
  const places = new Set<string>();
  for (const type of among) {
    const { at, event } = lastOf(type);
    for (const { place, value } of mutationsOf(JSON.parse(event[part]) as Json)) {
      const other = { ...event, [part]: JSON.stringify(value) };
      const { findings } = await verified(history, events.with(at, other));
      if (findings.length === 0) places.add(`${type}${place}`);
    }
  }
  return [...places].sort();
}

describe('the replay of an honest history', () => {
  test('finds nothing, whatever happened in it', async () => {
    const result = await verified(history);
    expect(result.findings).toEqual([]);
    expect(result.events).toBe(events.length);
    expect(result.streams).toBe(new Set(events.map(({ stream }) => stream)).size);
    expect(Object.keys(result.eventsByType)).toEqual(types.toSorted());
    expect(result.open).toEqual({ successors: 0, reviews: 0, erasures: 0, backfills: 0 });
  });
});

/**
 * Sealed bytes no key at hand opens; whose case it is, is drawn at random and nothing else of that worker came; that a
 * successor corrects is a sealed claim; what was skipped is a count of the hub.
 */
const UNSIGNED = [
  ...['CaseOpened.sealed', 'CaseOpened.subject', 'CertificateIssued.sealed'],
  ...['CertificateSuperseded.corrected', 'ContractBackfilled.skipped', 'EvidenceReceived.sealed'],
];

describe('whatever is changed in an event is found, but for what nobody signs', () => {
  test.each(types)('in its data: %s', async (type) =>
    expect(await unfound('data', [type])).toEqual(
      UNSIGNED.filter((one) => one.startsWith(`${type}.`)),
    ),
  );

  test('in its metadata', async () =>
    expect(
      await unfound('metadata', ['CertificateIssued', 'KeyRetired', 'ContractSigned']),
    ).toEqual([
      ...['CertificateIssued.causationId', 'CertificateIssued.correlationId'],
      'CertificateIssued.nonce',
      ...['ContractSigned.causationId', 'ContractSigned.nonce'],
      ...['KeyRetired.causationId', 'KeyRetired.correlationId', 'KeyRetired.nonce'],
    ]));

  test.each(types)('its type: %s', async (type) => {
    const { at, event } = lastOf(type);
    const others = types.filter((one) => one !== type);
    for (const other of others.slice(0, 4))
      expect(await found(history, events.with(at, { ...event, type: other }))).not.toEqual([]);
  });
});
