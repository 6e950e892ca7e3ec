import { blind, identityDigest, lookupDigest, unblind } from './digests.ts';
import { newKey } from './sealing.ts';

const identity = { country: 'KG', kind: 'PASSPORT', number: 'TEST-4711', birthDate: '1987-06-05' };
const key = newKey();

test('a digest has 128 bits and is the same for the same value under the same key alone', () => {
  const digest = identityDigest(key, 'KG', identity);
  expect(digest).toHaveLength(16);
  expect(identityDigest(key, 'KG', { ...identity })).toEqual(digest);
  expect(identityDigest(newKey(), 'KG', identity)).not.toEqual(digest);
  expect(identityDigest(key, 'TJ', identity)).not.toEqual(digest);
});

test('no two values are taken for each other because their parts join to the same text', () => {
  const shifted = { ...identity, number: 'TEST-471', birthDate: '11987-06-05' };
  expect(identityDigest(key, 'KG', shifted)).not.toEqual(identityDigest(key, 'KG', identity));
  expect(lookupDigest(key, 'number', 'TEST-1')).not.toEqual(
    lookupDigest(key, 'document', 'TEST-1'),
  );
});

test('a blind is lifted by its own key, and laid anew by another without the value', () => {
  const digest = lookupDigest(key, 'number', 'TEST-1');
  const [before, after] = [newKey(), newKey()];
  const blinded = blind(before, digest);
  expect(blinded).toHaveLength(16);
  expect(blinded).not.toEqual(digest);
  expect(unblind(before, blinded)).toEqual(digest);
  expect(unblind(after, blinded)).not.toEqual(digest);
  const anew = blind(after, unblind(before, blinded));
  expect(anew).toEqual(blind(after, lookupDigest(key, 'number', 'TEST-1')));
});
