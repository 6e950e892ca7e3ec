import { later } from '#kernel';
import type { DemandEvent } from '../domain/demand.messages.ts';
import {
  closed,
  document,
  filled,
  now,
  opened,
  quotaReserved,
  registered,
  reserved,
  taken,
  until,
} from '../domain/demand.samples.ts';
import { demandBoard, noticesAt, takeIn, type DemandFilter } from './demand-board.view.ts';

const boardOf = (events: readonly { readonly type: string }[]) =>
  events.reduce(demandBoard.evolve, demandBoard.initial);
const notices = (events: readonly DemandEvent[], at = now, filter: DemandFilter = {}) =>
  noticesAt(boardOf(events), at, filter);
/** The same event of another demand. */
const other = (event: DemandEvent, change: object = {}): DemandEvent =>
  ({ ...event, data: { ...event.data, id: 'demand-0', ...change } }) as DemandEvent;

const plain = {
  name: 'KZ.MOL-demand-1',
  document,
  status: 'OPEN',
  isOpen: true,
  taken: 0,
  free: 2,
};

describe('the board of demands', () => {
  test('shows what is asked for, and how many places are free', () => {
    expect(notices([registered])).toEqual([{ ...plain, status: 'REGISTERED', isOpen: false }]);
    expect(notices(opened)).toEqual([plain]);
    expect(notices([...opened, reserved(1)])).toEqual([{ ...plain, free: 1 }]);
    expect(notices([...opened, reserved(1), taken(1)])).toEqual([{ ...plain, taken: 1, free: 1 }]);
    const full = [...opened, reserved(1), taken(1), reserved(2), taken(2), filled];
    expect(notices(full)).toEqual([
      { ...plain, status: 'FILLED', isOpen: false, taken: 2, free: 0 },
    ]);
    expect(notices([...opened, closed])).toMatchObject([{ status: 'CLOSED', isOpen: false }]);
  });

  test('lets a reservation lapse, and a demand end, without an event', () => {
    expect(notices([...opened, reserved(1)], later(until, 60))).toMatchObject([{ free: 1 }]);
    expect(notices([...opened, reserved(1)], later(until, 61))).toMatchObject([{ free: 2 }]);
    expect(notices(opened, '2032-01-01T00:00:00.000Z')).toMatchObject([{ isOpen: false }]);
  });

  test('never counts below nothing', () => {
    const over = [...opened, reserved(1), taken(1), reserved(2), taken(2), reserved(3), taken(3)];
    expect(notices(over)).toMatchObject([{ taken: 3, free: 0 }]);
  });

  test('keeps demands apart, in the order of their names', () => {
    const [theirs, mine] = [[other(registered)], [...opened, reserved(1)]];
    for (const both of [
      [...mine, ...theirs],
      [...theirs, ...mine],
    ])
      expect(notices(both).map(({ name, free }) => [name, free])).toEqual([
        ['KZ.MOL-demand-0', 2],
        ['KZ.MOL-demand-1', 1],
      ]);
  });

  test.each<[DemandFilter, number]>([
    [{}, 2],
    [{ origin: 'TJ' }, 1],
    [{ origin: 'UZ' }, 1],
    [{ origin: 'KG' }, 0],
    [{ destination: 'KZ' }, 2],
    [{ destination: 'RU' }, 0],
    [{ occupation: '7112' }, 1],
    [{ occupation: '71' }, 1],
    [{ occupation: '9' }, 1],
    [{ openOnly: true }, 1],
    [{ openOnly: true, origin: 'UZ' }, 0],
  ])('is searched by %j: %d', (filter, count) => {
    const else_ = other(registered, {
      document: { ...document, id: 'demand-0', origins: ['UZ'], occupation: '9313' },
    });
    expect(notices([registered, quotaReserved, else_], now, filter)).toHaveLength(count);
  });

  test('knows only demands', () => {
    const view = boardOf(opened);
    expect(demandBoard.evolve(view, { type: 'ContractSigned' })).toBe(view);
    expect(demandBoard.evolve(view, { type: 'toString' })).toBe(view);
    const mine = new Map(view);
    expect(takeIn(mine, { type: 'ContractSigned' })).toBe(mine);
    expect(mine).toEqual(view);
    const none = demandBoard.evolve(boardOf([]), reserved(1));
    expect(noticesAt(none, now)).toEqual([]);
  });
});
