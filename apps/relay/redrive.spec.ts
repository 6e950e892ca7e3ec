import type { StoredEvent } from '#event-store';
import { redriven } from './redrive.ts';

const event = (revision: number, authorities: readonly string[]): StoredEvent => ({
  id: `e${revision}`,
  type: 'CertificateRevoked',
  data: {},
  at: '2026-11-24T04:00:00.000Z',
  by: 'KG.MOH',
  to: authorities.map((authority) => ({ authority, grants: [] })),
  stream: 'certificate-KG.MOH-1',
  revision,
  position: `0${revision}`,
  occurredAt: '2026-11-24T04:00:00.000Z',
  correlationId: 'c',
  causationId: 'c',
});
const stream = [
  event(0, ['RU.MOH', 'RU.MOL']),
  event(1, ['RU.MOH']),
  event(2, ['RU.MOL']),
  event(3, ['RU.MOH']),
];
const idsOf = (authority: string, id: string, before = '09') =>
  redriven({ authority, event: id }, stream, before).map((one) => one.id);

test('a redrive takes the event and those behind it that went to the authority', () => {
  expect(idsOf('RU.MOH', 'e1')).toEqual(['e1', 'e3']);
  expect(idsOf('RU.MOL', 'e0')).toEqual(['e0', 'e2']);
});

test('what was recorded after the redrive comes by itself', () =>
  expect(idsOf('RU.MOH', 'e1', '03')).toEqual(['e1']));

test('an event that never went to the authority is not sent', () => {
  expect(idsOf('RU.MOL', 'e1')).toEqual([]);
  expect(idsOf('RU.MOH', 'e9')).toEqual([]);
});
