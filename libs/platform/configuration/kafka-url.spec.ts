import { readKafkaUrl } from './kafka-url.ts';

const brokers = ['b1:9092', '10.0.0.2:9093'];

describe('a kafka URL', () => {
  test.each([
    ['brokers', 'kafka://b1:9092,10.0.0.2:9093', {}],
    ['TLS', 'kafka://b1:9092,10.0.0.2:9093?tls=on', { tls: {} }],
    [
      'files of TLS',
      'kafka://b1:9092,10.0.0.2:9093?authority=ca.pem&certificate=c.pem&key=k.pem',
      { tls: { authority: 'ca.pem', certificate: 'c.pem', key: 'k.pem' } },
    ],
    [
      'a login',
      'kafka://hub:p%40ss%3A@b1:9092,10.0.0.2:9093',
      { sasl: { mechanism: 'scram-sha-512', username: 'hub', password: 'p@ss:' } },
    ],
    [
      'how to log in',
      'kafka://hub:secret@b1:9092,10.0.0.2:9093/?sasl=PLAIN&tls=on',
      { sasl: { mechanism: 'plain', username: 'hub', password: 'secret' }, tls: {} },
    ],
    ['a prefix', 'kafka://b1:9092,10.0.0.2:9093?prefix=test.', { prefix: 'test.' }],
    ['partitions', 'kafka://b1:9092,10.0.0.2:9093?partitions=24', { partitions: 24 }],
  ])('says %s', (_, url, expected) =>
    expect(readKafkaUrl(url)).toEqual({ kind: 'kafka', brokers, ...expected }),
  );

  test.each([
    'kafka://',
    'kafka://b1',
    'kafka://b1:9092,',
    'kafka://b1:9092/topic',
    'kafka:b1:9092',
    'kafka://hub@b1:9092',
    'kafka://hub:%zz@b1:9092',
    'kafka://b1:9092?sasl=plain',
    'kafka://hub:secret@b1:9092?sasl=oauthbearer',
    'kafka://b1:9092?tls=yes',
    'kafka://b1:9092?ssl=on',
    'kafka://b1:9092?tls=on&tls=on',
    'kafka://b1:9092?authority=',
    'kafka://b1:9092?certificate=c.pem',
    'kafka://b1:9092?partitions=0',
    'kafka://b1:9092?prefix=a/b',
  ])('is not %s', (url) => expect(readKafkaUrl(url)).toBeUndefined());
});
