import { withdrawnOf } from './withdrawn.ts';

const since = '2027-03-01T08:00:00.000Z';
const records = [
  { stream: 'before', recordedAt: '2027-03-01T07:59:59.999Z' },
  { stream: 'since', recordedAt: since },
  { stream: 'later', recordedAt: '2027-03-02T08:00:00.000Z' },
];

describe('the records that are not to be relied on', () => {
  test('are those that ended or are under review, each once', () =>
    expect(
      withdrawnOf(
        [
          { stream: 'one', why: 'ENDED' },
          { stream: 'one', why: 'REVIEW' },
          { stream: 'two', why: 'REVIEW' },
        ],
        [],
      ),
    ).toEqual(['one', 'two']));

  test('are also what a compromised key signed, though no review of it was opened yet', () =>
    expect(withdrawnOf([], [{ since, records }])).toEqual(['since', 'later']));

  test('are none that their issuer upheld, unless they are doubted anew', () => {
    const upheld = { stream: 'since', why: 'UPHELD' } as const;
    expect(withdrawnOf([upheld], [{ since, records }])).toEqual(['later']);
    const anew = { stream: 'since', why: 'REVIEW' } as const;
    expect(withdrawnOf([upheld, anew], [])).toEqual(['since']);
  });
});
