import type { CertificateEvent } from '../domain/certificate.messages.ts';
import {
  doubted,
  issued,
  issuedAt,
  recognitionRestored,
  recognitionSuspended,
  reviewClosed,
  reviewOpened,
  revoked,
  shared,
  superseded,
} from '../domain/certificate.samples.ts';
import { statusAt, type StatusQuestion } from './status.view.ts';

/** 1 May to 31 July of Kyrgyzstan, which is six hours ahead. */
const validity = { validFrom: '2031-05-01', validUntil: '2031-07-31' };
const begins = '2031-04-30T18:00:00.000Z';
const ends = '2031-07-31T18:00:00.000Z';

const [early, middle, late] = [
  '2031-05-05T00:00:00.000Z',
  '2031-05-20T00:00:00.000Z',
  '2031-06-20T00:00:00.000Z',
];
const before = (instant: string) => new Date(Date.parse(instant) - 1).toISOString();
const statusOf = (events: readonly CertificateEvent[], question: Partial<StatusQuestion> = {}) =>
  statusAt(events, { validAt: middle, knownAt: late, validity, ...question }).status;
const recognised = (events: readonly CertificateEvent[], question: Partial<StatusQuestion> = {}) =>
  statusAt(events, {
    validAt: middle,
    knownAt: late,
    recipientState: 'RU',
    ...question,
  }).recognised;

describe('a certificate', () => {
  test('is not known before the hub was told of it', () => {
    expect(statusAt([], { validAt: middle, knownAt: late })).toStrictEqual({
      status: 'UNKNOWN',
      recognised: false,
    });
    expect(statusOf([issued()], { knownAt: before(issuedAt) })).toBe('UNKNOWN');
    expect(statusOf([issued()], { knownAt: issuedAt })).toBe('VALID');
  });

  test('is valid from the first moment of its first day to the last of its last, where it was issued', () => {
    expect(statusOf([issued()], { validAt: before(begins) })).toBe('NOT_YET_VALID');
    expect(statusOf([issued()], { validAt: begins })).toBe('VALID');
    expect(statusOf([issued()], { validAt: before(ends) })).toBe('VALID');
    expect(statusOf([issued()], { validAt: ends })).toBe('EXPIRED');
  });

  test('was valid also before the hub was told of it', () =>
    expect(statusOf([issued()], { validAt: before(issuedAt) })).toBe('VALID'));

  test('whose dates were not opened is issued, or what the clear facts say', () => {
    const clear = (...events: CertificateEvent[]) =>
      statusAt([issued(), ...events], { validAt: middle, knownAt: late }).status;
    expect(clear()).toBe('ISSUED');
    expect(clear(shared())).toBe('ISSUED');
    expect(clear(revoked())).toBe('REVOKED');
    expect(clear(superseded())).toBe('SUPERSEDED');
    expect(clear(reviewOpened())).toBe('UNDER_REVIEW');
  });

  test('is superseded from when its successor came', () => {
    const events = [issued(), superseded({ at: middle })];
    expect(statusOf(events, { validAt: before(middle) })).toBe('VALID');
    expect(statusOf(events, { validAt: middle })).toBe('SUPERSEDED');
    expect(statusOf(events, { knownAt: before(middle) })).toBe('VALID');
  });
});

describe('a late revocation, with effect from before it was recorded', () => {
  // Recorded in June, with effect from 20 May.
  const recorded = '2031-06-10T00:00:00.000Z';
  const events = [issued(), revoked({ effectiveFrom: middle, at: recorded })];

  test.each([
    ['before its effect', 'before the hub was told', early, before(recorded), 'VALID'],
    ['before its effect', 'after the hub was told', early, recorded, 'VALID'],
    ['after its effect', 'before the hub was told', middle, before(recorded), 'VALID'],
    ['after its effect', 'after the hub was told', middle, recorded, 'REVOKED'],
  ])('asked about a time %s, as known %s', (_, __, validAt, knownAt, status) =>
    expect(statusOf(events, { validAt, knownAt })).toBe(status),
  );

  test('changes on both axes at the very moment', () => {
    expect(statusOf(events, { validAt: before(middle), knownAt: late })).toBe('VALID');
    expect(statusOf(events, { validAt: late, knownAt: recorded })).toBe('REVOKED');
  });

  test('from the beginning leaves no time at which it was valid', () => {
    const void_ = [issued(), revoked({ effectiveFrom: begins, at: recorded })];
    expect(statusOf(void_, { validAt: begins })).toBe('REVOKED');
    expect(statusOf(void_, { validAt: begins, knownAt: before(recorded) })).toBe('VALID');
  });

  test('by closing a review is the same', () => {
    const opened = reviewOpened({ at: recorded });
    const closed = reviewClosed({ outcome: 'REVOKED', effectiveFrom: middle, at: recorded });
    const reviewed = [issued(), opened, closed];
    expect(statusOf(reviewed, { validAt: before(middle) })).toBe('VALID');
    expect(statusOf(reviewed, { validAt: middle })).toBe('REVOKED');
    expect(statusOf(reviewed, { validAt: middle, knownAt: before(recorded) })).toBe('VALID');
    const undated = [issued(), opened, reviewClosed({ outcome: 'REVOKED', at: recorded })];
    expect(statusOf(undated, { validAt: before(recorded) })).toBe('VALID');
    expect(statusOf(undated, { validAt: recorded })).toBe('REVOKED');
  });
});

describe('a review', () => {
  const events = [issued(), reviewOpened({ at: early }), reviewClosed({ at: middle })];

  test('lasts from its opening to its closing', () => {
    expect(statusOf(events, { validAt: before(early) })).toBe('VALID');
    expect(statusOf(events, { validAt: early })).toBe('UNDER_REVIEW');
    expect(statusOf(events, { validAt: before(middle) })).toBe('UNDER_REVIEW');
    expect(statusOf(events, { validAt: middle })).toBe('VALID');
    expect(statusOf([...events.slice(0, 2), recognitionSuspended({ at: middle })])).toBe(
      'UNDER_REVIEW',
    );
  });

  test('was open as far as was known then', () => {
    expect(statusOf(events, { validAt: late, knownAt: before(middle) })).toBe('UNDER_REVIEW');
    expect(statusOf(events, { validAt: late, knownAt: before(early) })).toBe('VALID');
  });

  test('told again to those who join is still the same review', () => {
    const again = [...events.slice(0, 2), shared(undefined, early), reviewOpened({ at: early })];
    expect(statusOf([...again, reviewClosed({ at: middle })], { validAt: late })).toBe('VALID');
  });
});

describe('the stronger fact is the answer', () => {
  const at = early;
  const all = {
    REVOKED: revoked({ effectiveFrom: early, at }),
    SUPERSEDED: superseded({ at }),
    UNDER_REVIEW: reviewOpened({ at }),
  };
  test.each([
    ['REVOKED', [all.UNDER_REVIEW, all.SUPERSEDED, all.REVOKED]],
    ['SUPERSEDED', [all.UNDER_REVIEW, all.SUPERSEDED]],
    ['UNDER_REVIEW', [all.UNDER_REVIEW]],
  ])('%s, whatever the dates say', (status, events) => {
    for (const validAt of [middle, ends])
      expect(statusOf([issued(), ...events], { validAt, knownAt: ends })).toBe(status);
  });
});

describe('a doubt about the key', () => {
  test('holds at every time, from when it is known', () => {
    expect(statusOf([issued()], { keyDoubt: true })).toBe('UNDER_REVIEW');
    expect(statusOf([issued()], { keyDoubt: true, validAt: begins })).toBe('UNDER_REVIEW');
    expect(statusOf([issued()], { keyDoubt: false })).toBe('VALID');
    expect(statusOf([issued(), revoked()], { keyDoubt: true })).toBe('REVOKED');
  });

  test('ends when the issuer has upheld the record, as far as that was known', () => {
    const upheld = [issued(), doubted(undefined, { at: early }), reviewClosed({ at: middle })];
    expect(statusOf(upheld, { keyDoubt: true })).toBe('VALID');
    expect(statusOf(upheld, { keyDoubt: true, knownAt: before(middle) })).toBe('UNDER_REVIEW');
    const other = [issued(), reviewOpened({ at: early }), reviewClosed({ at: middle })];
    expect(statusOf(other, { keyDoubt: true })).toBe('UNDER_REVIEW');
    const ended = reviewClosed({ outcome: 'REVOKED', effectiveFrom: middle, at: middle });
    const revokedByIt = [issued(), doubted(undefined, { at: early }), ended];
    expect(statusOf(revokedByIt, { keyDoubt: true, validAt: before(early) })).toBe('UNDER_REVIEW');
  });
});

describe('recognition', () => {
  const events = [
    issued(),
    recognitionSuspended({ at: early }),
    recognitionSuspended({ state: 'KZ', at: middle }),
    recognitionRestored({ at: middle }),
  ];

  test('is an axis of its own', () => {
    expect(statusOf(events, { validAt: early, recipientState: 'RU' })).toBe('VALID');
    expect(recognised([issued(), revoked()])).toBe(true);
  });

  test('is suspended from the suspension to its end', () => {
    expect(recognised(events, { validAt: before(early) })).toBe(true);
    expect(recognised(events, { validAt: early })).toBe(false);
    expect(recognised(events, { validAt: before(middle) })).toBe(false);
    expect(recognised(events, { validAt: middle })).toBe(true);
  });

  test('is each state’s own', () => {
    expect(recognised(events, { recipientState: 'KZ' })).toBe(false);
    expect(recognised(events, { recipientState: 'BY' })).toBe(true);
    expect(statusAt(events, { validAt: early, knownAt: late }).recognised).toBe(true);
  });

  test('was suspended as far as was known then', () => {
    expect(recognised(events, { knownAt: before(early) })).toBe(true);
    expect(recognised(events, { validAt: late, knownAt: before(middle) })).toBe(false);
  });
});

test('events of other families in a stream say nothing', () => {
  const other = { type: 'SubjectErased', data: {}, at: early, by: 'KG.MOH' };
  const question = { validAt: middle, knownAt: late, validity };
  expect(statusAt([issued(), other], question).status).toBe('VALID');
});
