import { finder } from './search.ts';

describe('what is looked for', () => {
  const find = finder(['Aibek Example', 'Aibek Examples', '1999-01-02', 'Ünal Beispiel']);
  const foundIn = (text: string) => [...find(Buffer.from(text))];

  test('is found at the beginning, in the midst and at the end', () => {
    expect(foundIn('1999-01-02, Ünal Beispiel, Aibek Example')).toEqual([
      '1999-01-02',
      'Ünal Beispiel',
      'Aibek Example',
    ]);
  });

  test('is found beside what begins alike', () =>
    expect(foundIn('Aibek Examples')).toEqual(['Aibek Example', 'Aibek Examples']));

  test('is not found where it is cut off or otherwise written', () =>
    expect(foundIn('Aibek Exampl 1999-01-0 Unal Beispiel aibek example')).toEqual([]));

  test('must be long enough not to be met by chance', () =>
    expect(() => finder(['M'])).toThrow('M is too short'));
});
