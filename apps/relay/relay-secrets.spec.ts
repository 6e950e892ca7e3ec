import { RelaySecrets } from './relay-secrets.ts';

const secrets = new RelaySecrets(Buffer.alloc(32, 1));
const worker = { controller: 'KG', subject: 'a' };

test('names are the same in every relay with the secret, and in no other', () => {
  const same = new RelaySecrets(Buffer.alloc(32, 1));
  const other = new RelaySecrets(Buffer.alloc(32, 2));
  expect(same.messageKey('RU', worker)).toBe(secrets.messageKey('RU', worker));
  expect(other.messageKey('RU', worker)).not.toBe(secrets.messageKey('RU', worker));
  expect(same.pairwiseSubject('RU.MOH', worker)).toBe(secrets.pairwiseSubject('RU.MOH', worker));
  expect(other.pairwiseSubject('RU.MOH', worker)).not.toBe(
    secrets.pairwiseSubject('RU.MOH', worker),
  );
});

test('no two lanes, authorities, workers or purposes share a name', () => {
  const names = [
    secrets.messageKey('RU', worker),
    secrets.messageKey('KZ', worker),
    secrets.messageKey('RU', { ...worker, subject: 'b' }),
    secrets.messageKey('RU', { ...worker, controller: 'TJ' }),
    secrets.pairwiseSubject('RU', worker),
    secrets.pairwiseSubject('RU.MOH', worker),
    secrets.pairwiseSubject('RU.MOL', worker),
  ];
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{43}$/);
});

test('a short secret is refused', () => {
  expect(() => new RelaySecrets(Buffer.alloc(31))).toThrow('RELAY_SECRET');
});
