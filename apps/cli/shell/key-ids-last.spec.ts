import { keyIdsLast } from './key-ids-last.ts';

const ID = '-odtA3tTfTIjxQor_RpMt2lwTTODRZWCjeVbxX9hr6E';

describe('a key id that begins with a hyphen', () => {
  test.each<[string, string, string]>([
    ['goes behind what has options', `retire ${ID} --as KG`, `retire --as KG -- ${ID}`],
    ['goes there without options, too', `retire ${ID}`, `retire -- ${ID}`],
    ['stays as the value of an option', `show --key ${ID} file`, `show --key ${ID} file`],
    ['stays where the line says itself what is no option', `retire -- ${ID}`, `retire -- ${ID}`],
  ])('%s', (_, line, expected) => {
    expect(keyIdsLast(line.split(' '))).toEqual(expected.split(' '));
  });

  test.each([`retire ${ID.slice(1)} --as KG`, 'retire -odt', `retire ${ID}E`])(
    'and no other word: %s',
    (line) => expect(keyIdsLast(line.split(' ')).join(' ')).toBe(line),
  );
});
