import { esdbUrl } from './esdb-url.ts';

const one = { kind: 'esdb', discover: false, tls: true, hosts: [{ address: 'db', port: 2113 }] };

describe('the connection string of an EventStoreDB', () => {
  test.each<[string, object]>([
    ['esdb://db', one],
    ['esdb://db:1113/', { ...one, hosts: [{ address: 'db', port: 1113 }] }],
    [
      'esdb://admin:changeit@db?tls=false',
      { ...one, tls: false, credentials: { username: 'admin', password: 'changeit' } },
    ],
    [
      'esdb+discover://cluster.example',
      { ...one, discover: true, hosts: [{ address: 'cluster.example', port: 2113 }] },
    ],
    [
      'esdb://10.0.0.1:1,10.0.0.2:2?nodePreference=readOnlyReplica',
      {
        ...one,
        hosts: [
          { address: '10.0.0.1', port: 1 },
          { address: '10.0.0.2', port: 2 },
        ],
        nodePreference: 'read_only_replica',
      },
    ],
    [
      'esdb://hub:p%40ss:w%2Frd@db?tlsCaFile=%2Fetc%2Fca.pem&TLSVERIFYCERT=true',
      { ...one, credentials: { username: 'hub', password: 'p@ss:w/rd' }, caFile: '/etc/ca.pem' },
    ],
    [
      'esdb://db?userCertFile=c.pem&userKeyFile=k.pem&connectionName=hub&defaultDeadline=2000&keepAliveInterval=-1&keepAliveTimeout=500&maxDiscoverAttempts=3&discoveryInterval=50&gossipTimeout=2',
      {
        ...one,
        certFile: 'c.pem',
        keyFile: 'k.pem',
        connectionName: 'hub',
        deadline: 2_000,
        keepAliveInterval: -1,
        keepAliveTimeout: 500,
        maxDiscoverAttempts: 3,
        discoveryInterval: 50,
        gossipTimeout: 2,
      },
    ],
  ])('%s is understood', (text, url) => expect(esdbUrl(text)).toEqual(url));

  test.each([
    'esdb:db',
    'esdb://',
    'http://db',
    'kurrentdb://db',
    'esdb://db:0',
    'esdb://db:70000',
    'esdb://-db',
    'esdb://db,',
    'esdb://db/path',
    'esdb://db#part',
    'esdb://hub@db',
    'esdb://hub:p%4@db',
    'esdb://db?',
    'esdb://db?tls',
    'esdb://db?tls=maybe',
    'esdb://db?tls=true&tls=false',
    'esdb://db?tlsVerifyCert=false',
    'esdb://db?throwOnAppendFailure=false',
    'esdb://db?nodePreference=best',
    'esdb://db?defaultDeadline=0',
    'esdb://db?defaultDeadline=soon',
    'esdb://db?userCertFile=c.pem',
    'esdb://db?tls=false&tlsCaFile=ca.pem',
  ])('%s is not', (text) => expect(esdbUrl(text)).toBeUndefined());
});
