import type { DeliveryOutcome } from '../domain/exchange.messages.ts';
import { deliveriesView, parkedAt } from './deliveries.view.ts';

const at = '2031-05-01T08:00:00.000Z';
const later = '2031-05-02T08:00:00.000Z';
const parked = (authority: string, event: string, since = at) => ({
  type: 'DeliveryParked',
  data: { authority, event, reason: 'UPSTREAM_REFUSED' },
  at: since,
  by: authority,
});
const redriven = (authority: string, event: string) => ({
  type: 'DeliveryRedriven',
  data: { authority, event, stream: 'certificate-1' },
  at: later,
  by: authority,
});
const confirmed = (authority: string, event: string, outcome: DeliveryOutcome = 'DELIVERED') => ({
  type: 'DeliveriesConfirmed',
  data: { authority, receipts: [{ event, digest: 'd', outcome, time: at }], statement: 's' },
  at: later,
  by: authority,
});
const view = (...events: { readonly type: string }[]) =>
  events.reduce(deliveriesView.evolve, deliveriesView.initial);
const listed = (authority: string, ...events: { readonly type: string }[]) =>
  parkedAt(view(...events), authority).map(({ event, since }) => [event, since]);

describe('parked deliveries', () => {
  test('are listed for their authority, longest parked first', () => {
    const events = [parked('RU.MOH', 'e1'), parked('RU.MOL', 'e1'), parked('RU.MOH', 'e2', later)];
    expect(parkedAt(view(...events), 'RU.MOL')).toStrictEqual([
      { authority: 'RU.MOL', event: 'e1', reason: 'UPSTREAM_REFUSED', since: at },
    ]);
    expect(listed('RU.MOH', ...events)).toStrictEqual([
      ['e1', at],
      ['e2', later],
    ]);
  });

  test('leave the list when they are redriven or arrive', () => {
    const events = [parked('RU.MOH', 'e1'), parked('RU.MOH', 'e2'), parked('RU.MOL', 'e1')];
    expect(listed('RU.MOH', ...events, redriven('RU.MOH', 'e1'))).toStrictEqual([['e2', at]]);
    expect(listed('RU.MOH', ...events, confirmed('RU.MOH', 'e1'))).toStrictEqual([['e2', at]]);
    expect(listed('RU.MOL', ...events, redriven('RU.MOH', 'e1'))).toStrictEqual([['e1', at]]);
    expect(listed('RU.MOL', ...events, confirmed('RU.MOH', 'e1'))).toStrictEqual([['e1', at]]);
  });

  test('that are parked again are listed once, since then', () => {
    const again = [confirmed('RU.MOH', 'e1', 'PARKED'), parked('RU.MOH', 'e1', later)];
    expect(listed('RU.MOH', parked('RU.MOH', 'e1'), ...again)).toStrictEqual([['e1', later]]);
    expect(listed('RU.MOH', parked('RU.MOH', 'e1'), parked('RU.MOH', 'e1', later))).toStrictEqual([
      ['e1', later],
    ]);
  });

  test('are no business of other families', () => {
    const known = view(parked('RU.MOH', 'e1'));
    expect(deliveriesView.evolve(known, { type: 'CertificateIssued' })).toBe(known);
  });
});
