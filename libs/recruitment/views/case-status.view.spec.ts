import {
  day,
  flagged,
  happened,
  historyTo,
  opening,
  today,
  wayOf,
  WAY,
} from '../domain/case.samples.ts';
import type { CaseEvent } from '../domain/case.messages.ts';
import { caseStatusAt, mayProceed } from './case-status.view.ts';

const statusAt = (events: readonly CaseEvent[], validAt: string, knownAt = today) =>
  caseStatusAt(events, { validAt, knownAt }).status;

describe('where a case stands', () => {
  const whole = historyTo('RETURNED');

  test('is known for every day of its way', () => {
    for (const [index, [, status]] of WAY.entries())
      expect(statusAt(whole, day(index))).toBe(status);
    expect(statusAt(whole, '2031-05-01T07:59:59.999Z')).toBe('ABSENT');
    expect(caseStatusAt(whole, { validAt: day(12), knownAt: today })).toEqual({
      ...{ status: 'DEPARTED', since: day(12), recordedAt: day(12) },
    });
    expect(caseStatusAt([], { validAt: today, knownAt: today })).toEqual({
      ...{ status: 'ABSENT', since: undefined, recordedAt: undefined },
    });
  });

  test('is what had been told by then', () => {
    const arrived = happened('Arrived', 'DEPARTED', 'ARRIVED', {
      ...{ at: day(20), said: { occurredAt: day(13) } },
    });
    const events = [...historyTo('DEPARTED'), arrived];
    expect(statusAt(events, day(15))).toBe('ARRIVED');
    expect(statusAt(events, day(15), day(19))).toBe('DEPARTED');
    expect(statusAt(events, day(15), day(20))).toBe('ARRIVED');
    expect(statusAt(events, day(12))).toBe('DEPARTED');
  });

  test('has the departure where it was, though it was reported after the arrival', () => {
    const early = [
      ...historyTo('PERMITTED'),
      happened('Arrived', 'PERMITTED', 'ARRIVED', { at: day(14) }),
    ];
    const late = happened('Departed', 'ARRIVED', 'DEPARTED', {
      ...{ at: day(16), said: { occurredAt: day(13) } },
    });
    expect(statusAt([...early, late], day(13))).toBe('DEPARTED');
    expect(statusAt([...early, late], day(13), day(15))).toBe('PERMITTED');
    expect(statusAt([...early, late], day(14))).toBe('ARRIVED');
  });

  test('has no absence once it was corrected, and had it until then', () => {
    const corrected = happened('ArrivalCorrected', 'NO_SHOW', 'ARRIVED', {
      ...{ at: day(35), said: { occurredAt: day(13) } },
    });
    const events = [...historyTo('NO_SHOW'), corrected];
    expect(statusAt(events, day(31))).toBe('ARRIVED');
    expect(statusAt(events, day(31), day(34))).toBe('NO_SHOW');
    expect(statusAt(events, day(29), day(34))).toBe('DEPARTED');
  });

  test('is no matter of flags, items and signatures', () => {
    const events = [...wayOf(9), flagged('HoldPlaced'), flagged('ConsentWithdrawn')];
    expect(caseStatusAt(events, { validAt: today, knownAt: today })).toEqual({
      ...{ status: 'CLEARED', since: day(7), recordedAt: day(7) },
    });
  });

  test('is no matter of what else a stream may hold', () => {
    const other = { type: 'DutyPlaced', data: { from: 'ABSENT', to: 'ENDED', occurredAt: day(9) } };
    const events = [...wayOf(1), { ...other, at: day(9), by: 'TJ.MOL' }];
    expect(caseStatusAt(events, { validAt: today, knownAt: today }).status).toBe('REGISTERED');
  });

  test('of two steps at one moment is where the later one led', () => {
    const shortlisted = happened('Shortlisted', 'REGISTERED', 'SHORTLISTED', {
      said: { occurredAt: opening },
    });
    expect(statusAt([...wayOf(1), shortlisted], opening)).toBe('SHORTLISTED');
  });
});

describe('what an agency is told', () => {
  const held = flagged('HoldPlaced', { at: day(35) });

  test('is whether the case may go on, by what is recorded then', () => {
    const events = [...historyTo('PERMITTED'), held];
    expect(mayProceed(events, day(34))).toBe(true);
    expect(mayProceed(events, day(35))).toBe(false);
    expect(mayProceed(events, '2031-12-31T00:00:00.000Z')).toBe(true);
    expect(mayProceed([], today)).toBe(false);
  });
});
