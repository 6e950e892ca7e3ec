import type { ErrorCode } from '#kernel';
import { generalJws, generateKey, jcs, sha256, signGeneral } from '#signing';
import { sampleRecord, type SampleHistory } from '#testing';
import { numericDate, later } from '#kernel';
import type { IssuedRecord } from '#certificates';
import { eraseWorker, reportCompromise, retireKey, terminateContract } from '../statements.ts';
import { hashOf } from '#contracts';
import {
  agreedHistory,
  changed,
  contractOf,
  found,
  verified,
  type Loose,
} from './history.samples.ts';

const issuedWith = async (code: ErrorCode, history: SampleHistory) =>
  expect(await found(history)).toEqual([['CertificateIssued', code]]);

/** The honest record, and what its event says instead. */
async function lying(change: Partial<IssuedRecord>) {
  const history = agreedHistory();
  history.record({ ...sampleRecord(history.key('KG.MOH record'), history.now), ...change });
  return (await verified(history)).findings.map(({ code }) => code);
}

describe('a record of a history', () => {
  test('is proved', async () => {
    const history = agreedHistory();
    const record = history.issue();
    const evidence = history.issue({ isEvidence: true });
    const result = await verified(history);
    expect(result.findings).toEqual([]);
    expect([...result.records.keys()]).toEqual([record.stream, evidence.stream]);
  });

  test.each<[ErrorCode, string, string]>([
    ['TRUST_WRONG_ISSUER', 'another authority', 'RU.MOH record'],
    ['TRUST_KEY_USE', 'a key for something else', 'KG.MOH statement'],
    ['TRUST_KEY_NOT_ENDORSED', "the hub's own key", 'HUB receipt'],
    ['TRUST_KEY_NOT_ENDORSED', 'a root', 'KG root'],
  ])('is found with %s where %s signed it', async (code, _, key) => {
    const history = agreedHistory();
    history.issue({ key: history.key(key) });
    await issuedWith(code, history);
  });

  test('is found where a key signed it that nobody endorsed', async () => {
    const history = agreedHistory();
    history.issue({ key: generateKey('KG.MOH', 'record') });
    await issuedWith('TRUST_KEY_NOT_ENDORSED', history);
  });

  test('is found where its signature is of other bytes, and is no record then', async () => {
    const history = agreedHistory();
    const [one, other] = [0, 1].map(() => sampleRecord(history.key('KG.MOH record'), history.now));
    const [head, payload] = one!.jwt.split('.');
    const jwt = [head, payload, other!.jwt.split('.')[2]].join('.');
    history.record({ ...one!, jwt, digest: sha256(jwt) });
    await issuedWith('TRUST_SIGNATURE_INVALID', history);
    expect((await verified(history)).records.size).toBe(0);
  });

  test.each<[string, Partial<IssuedRecord>]>([
    ['digest', { digest: 'A'.repeat(43) }],
    ['key', { kid: 'A'.repeat(43) }],
    ['time', { iat: 0 }],
    ['controller', { controller: 'RU' }],
  ])('is found where its event names another %s', async (_, change) =>
    expect(await lying(change)).toEqual(['RULE_STATEMENT_MISMATCH']),
  );

  test.each<[string, Partial<IssuedRecord>]>([
    ['bytes between the steps', { sealed: Buffer.alloc(2048).toString('base64url') }],
    ['nothing', { sealed: Buffer.alloc(28).toString('base64url') }],
    [
      'what is no base64url, of which as much is left as could be sealed',
      { sealed: `${'A'.repeat(4)}${'*'.repeat(2731)}${'A'.repeat(2764)}` },
    ],
    [
      'what is no base64url',
      { sealed: `${Buffer.alloc(2076).toString('base64url').slice(0, -1)}*` },
    ],
    [
      'another text of the same',
      {
        sealed: `${Buffer.alloc(28 + 2048 * 2)
          .toString('base64url')
          .slice(0, -1)}B`,
      },
    ],
    ['no text', { sealed: 7 as unknown as string }],
    ['a worker whom nobody drew', { subject: 'KG-0001' }],
    ['no text as its JWT', { jwt: 7 as unknown as string }],
  ])('is found where it holds %s', async (_, change) =>
    expect(await lying(change)).toEqual(['STORE_CORRUPT']),
  );

  test('may be sealed in any number of steps', async () => {
    for (const steps of [1, 2, 3])
      expect(
        await lying({ sealed: Buffer.alloc(28 + 2048 * steps).toString('base64url') }),
      ).toEqual([]);
  });

  test('is found in the stream of another', async () => {
    const history = agreedHistory();
    const other = sampleRecord(history.key('KG.MOH record'), history.now);
    history.record({ ...other, id: '11111111-1111-4111-8111-111111111111' });
    await issuedWith('TRUST_MISROUTED', history);
  });

  test.each<[ErrorCode, number]>([
    ['TRUST_IAT_TOO_OLD', 3 * 86_400 + 11],
    ['TRUST_IAT_IN_FUTURE', -61],
  ])('is found with %s where it was signed at another time', async (code, age) => {
    const history = agreedHistory();
    history.pass(10 * 86_400);
    history.issue({ age });
    await issuedWith(code, history);
  });

  test('may be as old as the contract lets it, and as young as clocks differ', async () => {
    const history = agreedHistory();
    history.pass(10 * 86_400);
    history.issue({ age: 3 * 86_400 });
    history.issue({ age: -60 });
    expect(await found(history)).toEqual([]);
  });
});

describe('a record goes where the contracts in force name', () => {
  test.each<[string, (metadata: Loose) => unknown]>([
    ['one more', ({ to }) => to.push({ ...to[0], authority: 'BY.MOH' })],
    ['one fewer', ({ to }) => to.pop()],
    ['more grants', ({ to }) => to[0].grants.push({ ...to[0].grants[0], grant: 1 })],
    ['no grants', ({ to }) => (to[0].grants = [])],
    ['another contract', ({ under }) => (under[0].contract = 'kg-by')],
    ['another hash', ({ under }) => (under[0].hash = 'A'.repeat(43))],
    ['a contract twice', ({ under }) => under.push(under[0])],
    ['no contract', (metadata) => (metadata['under'] = [])],
    ['nobody', (metadata) => delete metadata['to']],
  ])('and is found where it says %s', async (_, change) => {
    const history = agreedHistory();
    history.issue();
    const events = changed(history, 'CertificateIssued', {
      metadata: (metadata) => void change(metadata),
    });
    expect(await found(history, events)).toEqual([['CertificateIssued', 'TRUST_MISROUTED']]);
  });

  test('and under every one of them', async () => {
    const history = agreedHistory();
    const lonely = history.contracts;
    history.agree(contractOf(history, 'kg-by', ['KG', 'BY']));
    history.pass(10);
    const known = history.contracts;
    history.contracts = lonely;
    history.issue();
    history.contracts = known;
    history.issue();
    await issuedWith('TRUST_MISROUTED', history);
  });

  test('and nowhere without one', async () => {
    const history = agreedHistory();
    const known = history.contracts;
    const document = known.get('kg-ru')!.versions[0]!.document;
    const ended = {
      contract: 'kg-ru',
      version: 1,
      hash: hashOf(document),
      effectiveFrom: history.now,
    };
    history.endContract(terminateContract(history.key('KG.MOH statement'), history.now, ended));
    history.contracts = known;
    history.pass(9.999);
    history.issue();
    expect(await found(history)).toEqual([]);
    history.pass(0.001);
    history.issue();
    await issuedWith('RULE_NO_CONTRACT', history);
  });
});

describe('a record is judged by what a hub may have known when it decided', () => {
  /** Recorded that many seconds after the statement, by a hub that has not heard of it. */
  const afterwards = async (seconds: number, statement: (history: SampleHistory) => string) => {
    const history = agreedHistory();
    history.pass(3_600);
    history.submit(statement(history));
    history.pass(seconds);
    history.issue();
    return (await found(history)).map(([, code]) => code);
  };

  test.each<[ErrorCode, (history: SampleHistory) => string]>([
    [
      'TRUST_KEY_RETIRED',
      (history) =>
        retireKey(history.key('KG root'), history.now, { kid: history.key('KG.MOH record').kid }),
    ],
    [
      'TRUST_KEY_COMPROMISED',
      (history) =>
        reportCompromise(history.key('KG root'), history.now, {
          kid: history.key('KG.MOH record').kid,
          since: later(history.now, -60),
        }),
    ],
    ['TRUST_MEMBERSHIP', (history) => suspended(history)],
  ])('which is ten seconds old at most: %s', async (code, statement) => {
    expect(await afterwards(9.999, statement)).toEqual([]);
    expect(await afterwards(10, statement)).toEqual([code]);
  });

  const suspended = (history: SampleHistory) => {
    const said = {
      iss: 'KG',
      iat: numericDate(history.now),
      state: 'KG',
      status: 'suspended',
      from: history.now,
    };
    const text = jcs(said);
    return generalJws(
      text,
      ['RU', 'BY'].map((state) =>
        signGeneral('membership+jws', text, history.key(`${state} root`)),
      ),
    );
  };
});

describe('a successor', () => {
  const superseding = () => {
    const history = agreedHistory();
    const predecessor = history.issue();
    const successor = sampleRecord(history.key('KG.MOH record'), history.now, {
      supersedes: predecessor,
    });
    return { history, predecessor, successor };
  };

  test('follows its announcement, and is due until it comes', async () => {
    const { history, predecessor, successor } = superseding();
    history.announce(predecessor, successor);
    expect((await verified(history)).open.successors).toBe(1);
    history.record(successor);
    expect(await verified(history)).toMatchObject({ findings: [], open: { successors: 0 } });
  });

  test('is due no more once the worker was erased', async () => {
    const { history, predecessor, successor } = superseding();
    history.announce(predecessor, successor);
    const { issuer, id } = predecessor;
    history.erase(
      eraseWorker(history.key('KG.MOH statement'), history.now, {
        record: { issuer, id },
        basis: 'LAW',
      }),
    );
    expect((await verified(history)).open.successors).toBe(0);
  });

  test.each<[string, (parts: ReturnType<typeof superseding>) => void]>([
    ['was not announced', ({ history, successor }) => history.record(successor)],
    [
      'is another than was announced',
      ({ history, predecessor, successor }) => {
        history.announce(predecessor, { ...successor, digest: 'A'.repeat(43) });
        history.record(successor);
      },
    ],
    [
      'is of another worker',
      ({ history, predecessor, successor }) => {
        history.announce(predecessor, successor);
        history.record({ ...successor, subject: '11111111-1111-4111-8111-111111111111' });
      },
    ],
    [
      'names another predecessor',
      ({ history, predecessor, successor }) => {
        const { id } = history.issue({ subject: predecessor.subject });
        history.announce(predecessor, successor);
        history.record({ ...successor, supersedes: id });
      },
    ],
    [
      'names none',
      ({ history, predecessor, successor }) => {
        history.announce(predecessor, successor);
        const { supersedes: _, ...record } = successor;
        history.record(record);
      },
    ],
  ])('is found where it %s', async (_, act) => {
    const parts = superseding();
    act(parts);
    await issuedWith('RULE_RECORD_UNKNOWN', parts.history);
  });
});

describe('a worker who was erased', () => {
  test('has no record that was sealed afterwards', async () => {
    const history = agreedHistory();
    const { issuer, id, subject } = history.issue();
    history.erase(
      eraseWorker(history.key('KG.MOH statement'), history.now, {
        record: { issuer, id },
        basis: 'LAW',
      }),
    );
    history.pass(10);
    history.issue({ subject });
    expect(await found(history)).toEqual([]);
    history.pass(0.001);
    history.issue({ subject });
    await issuedWith('RULE_SUBJECT_ERASED', history);
  });
});
