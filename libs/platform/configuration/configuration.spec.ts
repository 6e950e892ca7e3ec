import { readFileSync } from 'node:fs';
import { readConfiguration, type Environment } from './configuration.ts';
import { configurationPage } from './configuration-page.ts';
import { SETTINGS, type Variable } from './settings.ts';

const SECRET = Buffer.alloc(32, 7).toString('base64url');

const EVENT_STORE =
  'sqlite: and the path of a file, for example sqlite:data/store.db, or the connection string of an EventStoreDB, for example esdb://hub:password@db-1:2113,db-2:2113?tlsCaFile=ca.pem';

const VAULT =
  'sqlite: and the path of a file, for example sqlite:data/store.db, or postgres://user:password@host:port/database, with ?sslmode=verify-full&sslrootcert=file for TLS';

const refusal = (environment: Environment, ...names: Variable[]): string => {
  try {
    readConfiguration(environment, names);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
};

describe('a configuration', () => {
  test('is typed values under the names of the variables', () =>
    expect(
      readConfiguration(
        { PORT: '0', VAULT_URL: 'sqlite:/data/v.db', RELAY_SECRET: SECRET, COUNTRY: 'KG' },
        ['PORT', 'VAULT_URL', 'RELAY_SECRET', 'COUNTRY', 'LOG_LEVEL'],
      ),
    ).toEqual({
      PORT: 0,
      VAULT_URL: { kind: 'sqlite', file: '/data/v.db' },
      RELAY_SECRET: Buffer.alloc(32, 7),
      COUNTRY: 'KG',
      LOG_LEVEL: 'info',
    }));

  test.each([
    'postgres://hub:secret@db:5432/vault',
    'postgresql://db/vault?sslmode=verify-full&sslrootcert=/etc/ca.pem',
  ])('may place the vault at %s', (url) =>
    expect(readConfiguration({ VAULT_URL: url }, ['VAULT_URL'])).toEqual({
      VAULT_URL: { kind: 'postgres', url },
    }),
  );

  test('has defaults that it accepts itself', () => {
    const names = (Object.keys(SETTINGS) as Variable[]).filter(
      (name) => 'default' in SETTINGS[name],
    );
    expect(refusal({}, ...names)).toBe('accepted');
  });

  test('is read for the named variables only', () =>
    expect(refusal({ PORT: 'nonsense' }, 'HOST')).toBe('accepted'));

  test.each<[Variable, string, string]>([
    [
      'ORIGIN',
      'https://hub.example/',
      'an http or https origin without a path, for example https://hub.example',
    ],
    [
      'ORIGIN',
      'https://hub.example:443',
      'an http or https origin without a path, for example https://hub.example',
    ],
    [
      'HUB_URL',
      'ftp://hub.example',
      'an http or https origin without a path, for example https://hub.example',
    ],
    ['HOST', '', 'an IP address or a host name of this machine'],
    ['PORT', '65536', 'a whole number from 0 to 65535'],
    ['PORT', '80.5', 'a whole number from 0 to 65535'],
    ['PORT', ' 80', 'a whole number from 0 to 65535'],
    ['GENESIS', '', 'the path of a file'],
    ['GENESIS_HASH', 'abc', 'a SHA-256 digest, base64url without padding (43 characters)'],
    ['EVENT_STORE_URL', 'esdb://', EVENT_STORE],
    ['EVENT_STORE_URL', 'esdb://db?tls=maybe', EVENT_STORE],
    ['ACCESS_LOG_URL', 'sqlite:', EVENT_STORE],
    [
      'FAN_OUT_URL',
      'sqlite://data/x.db',
      'sqlite: and the path of a file, for example sqlite:data/store.db, or the brokers of Kafka, for example kafka://b1:9092,b2:9092',
    ],
    ['VAULT_URL', 'data/vault.db', VAULT],
    ['VAULT_URL', 'postgres://db', VAULT],
    ['VAULT_URL', 'postgres:///vault', VAULT],
    ['VAULT_URL', 'mysql://db/vault', VAULT],
    ['VAULT_URL', 'postgres://db/vault?sslmode=require', VAULT],
    ['VAULT_EPOCH_KEYS', '', 'the path of a folder'],
    ['KEYS', '', 'the path of a folder'],
    ['LOG_LEVEL', 'loud', 'one of debug, info, warn, error, silent'],
    ['COUNTRY', 'kg', 'two capital letters (ISO 3166-1), for example KG'],
    ['NATIONAL_SYSTEM_URL', 'somewhere', 'an http or https URL, or file: and the path of a folder'],
    ['CONTRACT_MARGIN_SECONDS', '0', 'a whole number from 1 to 86400'],
    ['VIEW_AGE_LIMIT_SECONDS', '-1', 'a whole number from 1 to 3600'],
  ])('refuses %s = "%s" in a sentence', (name, held, mayHold) =>
    expect(refusal({ [name]: held }, name)).toBe(
      `${name} holds "${held}"; it may hold ${mayHold}.`,
    ),
  );

  test.each<[Variable, string, string]>([
    ['KEY_PASSPHRASE', 'too short', 'at least 12 characters'],
    ['RELAY_SECRET', 'hunter2', 'at least 32 random bytes, base64url without padding'],
    ['RELAY_SECRET', `${SECRET}=`, 'at least 32 random bytes, base64url without padding'],
  ])('never shows the secret %s', (name, held, mayHold) =>
    expect(refusal({ [name]: held }, name)).toBe(
      `${name} holds something else; it may hold ${mayHold}.`,
    ),
  );

  test('says what is not set', () =>
    expect(refusal({}, 'COUNTRY')).toBe(
      'COUNTRY is not set; it may hold two capital letters (ISO 3166-1), for example KG.',
    ));

  test('names every variable at fault at once', () =>
    expect(refusal({ PORT: 'x', COUNTRY: 'y' }, 'PORT', 'COUNTRY').split('\n')).toHaveLength(2));

  test('shows no password and no control character', () =>
    expect(refusal({ VAULT_URL: 'postgres://hub:secret@db/\n' }, 'VAULT_URL')).toMatch(
      /^VAULT_URL holds "postgres:\/\/…@db\/\\n"; it may hold /,
    ));

  test('shows no part of a password with signs in it', () =>
    expect(refusal({ EVENT_STORE_URL: 'esdb://hub:hunt@er/two@db' }, 'EVENT_STORE_URL')).toMatch(
      /^EVENT_STORE_URL holds "esdb:\/\/…@db";/,
    ));

  test('keeps the two logs apart', () => {
    const names = ['EVENT_STORE_URL', 'ACCESS_LOG_URL'] as const;
    const given = (log: string) =>
      refusal({ EVENT_STORE_URL: 'esdb://db-1:2113,db-2', ACCESS_LOG_URL: log }, ...names);
    expect(given('esdb://log-1')).toBe('accepted');
    expect(given('esdb://log-1,db-2:2113')).toMatch(
      /^ACCESS_LOG_URL names a server of EVENT_STORE_URL;/,
    );
  });

  test('shows no password of Kafka either', () =>
    expect(refusal({ FAN_OUT_URL: 'kafka://hub:secret@b1:9092?tsl=on' }, 'FAN_OUT_URL')).toMatch(
      /^FAN_OUT_URL holds "kafka:\/\/…@b1:9092\?tsl=on"; it may hold /,
    ));

  test('leaves contract changes at least two view ages', () => {
    const names = ['CONTRACT_MARGIN_SECONDS', 'VIEW_AGE_LIMIT_SECONDS'] as const;
    expect(refusal({ CONTRACT_MARGIN_SECONDS: '2', VIEW_AGE_LIMIT_SECONDS: '1' }, ...names)).toBe(
      'accepted',
    );
    expect(refusal({ CONTRACT_MARGIN_SECONDS: '19' }, ...names)).toBe(
      'CONTRACT_MARGIN_SECONDS holds "19"; it may hold no less than twice VIEW_AGE_LIMIT_SECONDS, which is "10".',
    );
  });

  test('is documented as it is', () => {
    const page = readFileSync(new URL('../../../docs/configuration.md', import.meta.url), 'utf8');
    expect(page).toBe(configurationPage());
  });
});
