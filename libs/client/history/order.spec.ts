import { later } from '#kernel';
import { referenceTo } from '#testing';
import { revoke } from '../statements.ts';
import type { ReplayedEvent } from '../types.ts';
import { agreedHistory, changed, found, receiptsBy, verified } from './history.samples.ts';
import { wholeHistory } from './whole-history.samples.ts';

const { history } = wholeHistory();
const { events } = history;
const types = [...new Set(events.map(({ type }) => type))];

/** With the positions that their places give. */
const renumbered = (changedEvents: readonly ReplayedEvent[]): readonly ReplayedEvent[] =>
  changedEvents.map((event, index) => ({
    ...event,
    position: String(index + 1).padStart(16, '0'),
  }));

describe('the order of a history', () => {
  test('shows each event that was taken out, but for ends of streams that nobody confirmed', async () => {
    const unfound: ReplayedEvent[] = [];
    for (const [at, event] of events.entries())
      if ((await found(history, renumbered(events.toSpliced(at, 1)))).length === 0)
        unfound.push(event);
    expect(unfound.map(({ type }) => type)).toEqual([
      ...['DemandClosed', 'CertificateRevoked', 'DeliveriesConfirmed', 'SubjectErased'],
      ...['ReviewOpened', 'ReviewOpened', 'ReviewOpened'],
      ...['KeyRetired', 'ContractSuspended', 'ContractTerminated'],
    ]);
    for (const { stream, revision } of unfound)
      expect(events.filter((one) => one.stream === stream)).toHaveLength(revision + 1);
  });

  test('shows that an event is gone which somebody confirmed', async () => {
    const other = agreedHistory();
    const record = referenceTo(other.issue());
    const statement = revoke(other.key('KG.MOH statement'), other.now, {
      record,
      reason: 'NEW_FINDING',
    });
    const [revoked] = other.about('revocation+jws', statement);
    other.confirm(receiptsBy(other, 'RU.MOH', [revoked!.id]));
    const without = other.events.filter((one) => one !== revoked);
    expect(await found(other, renumbered(without))).toEqual([
      ['DeliveriesConfirmed', 'RULE_DELIVERY_UNKNOWN'],
    ]);
  });

  test.each(types)('shows that one came twice: %s', async (type) => {
    const at = events.findLastIndex((one) => one.type === type);
    const twice = events.toSpliced(at, 0, events[at]!);
    expect(await found(history, renumbered(twice))).toContainEqual([type, 'STORE_CORRUPT']);
    const { revision } = events.findLast(({ stream }) => stream === events[at]!.stream)!;
    const again = [...events, { ...events[at]!, revision: revision + 1 }];
    expect(await found(history, renumbered(again))).not.toEqual([]);
  });

  test('shows that two of a stream changed places', async () => {
    const [issued, revoked] = events.filter(
      ({ stream }, _, all) =>
        stream === all.find(({ type }) => type === 'CertificateRevoked')!.stream,
    );
    const places = new Map([
      [issued!, revoked!],
      [revoked!, issued!],
    ]);
    const swapped = events.map((event) => {
      const { revision, position, stream } = event;
      return { ...(places.get(event) ?? event), revision, position, stream };
    });
    expect(await found(history, swapped)).toEqual(
      expect.arrayContaining([
        ['CertificateRevoked', 'STORE_CORRUPT'],
        ['CertificateIssued', 'STORE_CORRUPT'],
      ]),
    );
  });

  test('shows an event under the position of another', async () => {
    const [one, other] = [events.at(-2)!, events.at(-1)!];
    expect(await found(history, [...events.slice(0, -2), other, one])).toEqual([
      [one.type, 'STORE_CORRUPT'],
    ]);
  });

  test('shows every event that stands too late, not only the first', async () => {
    const [one, other, last] = events.slice(-3);
    const late = [...events.slice(0, -3), last!, one!, other!];
    expect(await found(history, late)).toEqual([
      [one!.type, 'STORE_CORRUPT'],
      [other!.type, 'STORE_CORRUPT'],
    ]);
  });

  test('shows every event that was recorded too early, not only the first', async () => {
    const other = agreedHistory();
    const record = other.issue();
    const share = (seconds: number) => {
      const at = later(other.now, seconds);
      const { stream, issuer, id, digest } = record;
      const data = { issuer, id, digest };
      other.append(stream, [{ type: 'CertificateShared', data, at, by: 'HUB' }]);
    };
    [-2, -1].map(share);
    const early = 'recorded before the event before it';
    const { findings } = await verified(other);
    expect(findings.map(({ reason }) => reason)).toEqual([early, early]);
  });

  test('shows two events in one place', async () => {
    const last = { ...events.at(-1)!, position: events.at(-2)!.position };
    expect(await found(history, events.with(-1, last))).toEqual([[last.type, 'STORE_CORRUPT']]);
  });

  test('shows what was recorded before the event before it', async () => {
    const lying = changed(history, 'ReviewClosed', {
      metadata: (metadata) => {
        metadata['recordedAt'] = metadata['occurredAt'] = later(
          String(metadata['recordedAt']),
          -61,
        );
      },
    });
    expect(await found(history, lying)).toContainEqual(['ReviewClosed', 'STORE_CORRUPT']);
  });

  test('shows what was recorded long before what stands before it, where clocks do not explain it', async () => {
    const backdated = async (seconds: number) => {
      const other = agreedHistory();
      other.pass(100);
      other.issue();
      other.pass(-seconds);
      other.issue();
      other.issue();
      return (await verified(other)).findings.map(({ reason }) => reason);
    };
    expect(await backdated(60)).toEqual([]);
    const early = 'recorded long before what stands before it';
    expect(await backdated(60.001)).toEqual([early, early]);
  });

  test.each([
    ['no stream', { stream: 7 }, 'an event without a place'],
    ['no position', { position: null }, 'an event without a place'],
    ['no type', { type: undefined }, 'an event without a place'],
    ['a stream of no family', { stream: 'toString-1' }, 'a stream of an unknown family'],
    [
      'a revision that is no number',
      { revision: '0', stream: 'state-XX' },
      'revision 0 is missing',
    ],
  ])('shows an event with %s', async (_, change, reason) => {
    const lie = { ...events.at(-1)!, revision: 0, position: '9', ...change } as ReplayedEvent;
    expect((await verified(history, [...events, lie])).findings).toMatchObject([
      { code: 'STORE_CORRUPT', reason },
    ]);
  });
});
