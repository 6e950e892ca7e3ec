import { packContents, unpackContents, type RecordContents } from './record-contents.ts';

const contents: RecordContents = {
  disclosures: ['WyJzYWx0IiwiTmFtZSIsItCi0LXRgdGC0L7QsiJd', 'Тестов'],
  sealed: [{ path: ['hiv', 0, null], digest: 'digest', to: 'RU.MOH', jwe: 'a..b.c.d' }],
  clearances: ['a.b.c~d~'],
};

test('contents come back as they were packed', () => {
  expect(unpackContents(packContents(contents))).toEqual(contents);
});

test('their length is a multiple of 2 KiB, and tells no more', () => {
  const lengths = [0, 1, 1900, 2048, 4000].map((length) => {
    const disclosures = ['x'.repeat(length)];
    return packContents({ disclosures, sealed: [], clearances: [] }).length;
  });
  expect(lengths).toEqual([2048, 2048, 2048, 4096, 4096]);
});
