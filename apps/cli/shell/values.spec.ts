import { InvalidArgumentError } from 'commander';
import { day, instant, participant, recordId, wholeNumber } from './values.ts';

describe('an option takes', () => {
  test.each<[string, (text: string) => unknown, string, unknown]>([
    ['an instant', instant, '2027-01-31T09:00:00.123Z', '2027-01-31T09:00:00.123Z'],
    [
      'an instant without milliseconds',
      instant,
      '2027-01-31T09:00:00Z',
      '2027-01-31T09:00:00.000Z',
    ],
    ['a day as its first moment', instant, '2027-01-31', '2027-01-31T00:00:00.000Z'],
    ['a day', day, '2028-02-29', '2028-02-29'],
    ['a participant', participant, 'RU.AGENCY1', 'RU.AGENCY1'],
    [
      'the id of a record',
      recordId,
      '5cea73e6-d889-44e2-8901-7667003b42bf',
      '5cea73e6-d889-44e2-8901-7667003b42bf',
    ],
    ['a whole number', wholeNumber(0, 10), '10', 10],
  ])('%s', (_, read, text, value) => expect(read(text)).toBe(value));

  test.each<[string, (text: string) => unknown, string]>([
    ['a day that no calendar has', instant, '2027-02-30'],
    ['an instant of another zone', instant, '2027-01-31T09:00:00+05:00'],
    ['a day with a time', day, '2027-01-31T09:00:00Z'],
    ['a state for a participant', participant, 'KG'],
    ['a path for a participant', participant, '../KG.MOH'],
    ['an id in capitals', recordId, '5CEA73E6-D889-44E2-8901-7667003B42BF'],
    ['too large a number', wholeNumber(0, 10), '11'],
    ['half a number', wholeNumber(0, 10), '1.5'],
    ['no number', wholeNumber(0, 10), 'ten'],
  ])('not %s', (_, read, text) => expect(() => read(text)).toThrow(InvalidArgumentError));
});
