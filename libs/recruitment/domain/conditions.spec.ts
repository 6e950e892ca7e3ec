import { absent, type Case } from './case.ts';
import { CONDITIONS } from './conditions.ts';
import { said } from './sayings.samples.ts';

describe('of the rows of a signature', () => {
  const signedBy = (signed: Case['signed']): Case => ({ ...absent, signed });

  test.each<[string, Case['signed'], 'FIRST_SIGNATURE' | 'SECOND_SIGNATURE']>([
    ['nobody has signed', {}, 'FIRST_SIGNATURE'],
    ['the same side has', { EMPLOYER: 'hash' }, 'FIRST_SIGNATURE'],
    ['the other side has', { WORKER: 'hash' }, 'SECOND_SIGNATURE'],
  ])('where %s, one holds alone', (_, signed, row) => {
    const holding = (['FIRST_SIGNATURE', 'SECOND_SIGNATURE'] as const).filter((name) =>
      CONDITIONS[name].holds(said('ContractSigned'), signedBy(signed)),
    );
    expect(holding).toEqual([row]);
  });
});
