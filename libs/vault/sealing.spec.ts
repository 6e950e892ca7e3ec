import { createDecipheriv } from 'node:crypto';
import { newKey, seal, unseal, unwrap, wrap } from './sealing.ts';

const bytes = Buffer.from('TESTOV PRIMER');
const key = newKey();
const sealed = seal(key, ['contents', 'certificate-1'], bytes);
const corrupt = expect.objectContaining({ code: 'STORE_CORRUPT' });

test('what is sealed is AES-256-GCM: nonce, ciphertext, tag, with kind and names as associated data', () => {
  const decipher = createDecipheriv('aes-256-gcm', key.export(), sealed.subarray(0, 12));
  decipher.setAAD(Buffer.from('["contents","certificate-1"]')).setAuthTag(sealed.subarray(-16));
  const opened = Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
  expect(opened).toEqual(bytes);
  expect(unseal(key, ['contents', 'certificate-1'], sealed)).toEqual(bytes);
});

test('it opens under the same key, kind and names only', () => {
  expect(() => unseal(newKey(), ['contents', 'certificate-1'], sealed)).toThrow(corrupt);
  expect(() => unseal(key, ['record-key', 'certificate-1'], sealed)).toThrow(corrupt);
  expect(() => unseal(key, ['contents', 'certificate-2'], sealed)).toThrow(corrupt);
});

test('no two lists of names are taken for each other', () => {
  const wrapped = wrap(key, ['owner-key', 'KG', 'a,b'], newKey());
  expect(() => unwrap(key, ['owner-key', 'KG', 'a', 'b'], wrapped)).toThrow(corrupt);
  expect(() => unwrap(key, ['owner-key', 'KG,a', 'b'], wrapped)).toThrow(corrupt);
});

test('a wrapped key comes back as itself', () => {
  const inner = newKey();
  const wrapped = wrap(key, ['owner-key', 'KG', 'subject-1'], inner);
  expect(unwrap(key, ['owner-key', 'KG', 'subject-1'], wrapped).equals(inner)).toBe(true);
  expect(wrapped.length).toBe(60);
});

test('every key and every sealing is another', () => {
  expect(newKey().equals(newKey())).toBe(false);
  expect(seal(key, ['contents', 'certificate-1'], bytes)).not.toEqual(sealed);
});
