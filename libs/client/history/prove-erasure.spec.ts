import { versionOf } from '#contracts';
import type { ErrorCode } from '#kernel';
import { eraseWorker } from '../statements.ts';
import {
  agreedHistory,
  changed,
  contractOf,
  found,
  verified,
  type Loose,
} from './history.samples.ts';

/** A worker of two records, one of them foreign evidence, who is erased; and another worker. */
function erasedHistory() {
  const history = agreedHistory();
  const record = history.issue();
  const evidence = history.issue({ isEvidence: true, subject: record.subject });
  const other = history.issue();
  history.pass(60);
  const say = (by: string, id = record.id) =>
    eraseWorker(history.key(`${by} statement`), history.now, {
      record: { issuer: 'KG.MOH', id },
      basis: 'CONSENT_WITHDRAWN',
    });
  history.erase(say('KG.MOH'));
  return { history, record, evidence, other, say };
}

type Erased = ReturnType<typeof erasedHistory>;

describe('an erasure', () => {
  test('leaves every record of the worker proved', async () => {
    const { history, record, evidence } = erasedHistory();
    const { findings, records } = await verified(history);
    expect(findings).toEqual([]);
    expect(records.has(record.stream) && records.has(evidence.stream)).toBe(true);
  });

  test.each<[ErrorCode, string, (parts: Erased) => string]>([
    ['TRUST_NOT_ALLOWED', 'another state asked for it', ({ say }) => say('RU.MOH')],
    [
      'RULE_RECORD_UNKNOWN',
      'it was asked for another worker',
      ({ say, other }) => say('KG.MOH', other.id),
    ],
    [
      'RULE_STATEMENT_MISMATCH',
      'it was asked for on another basis',
      ({ history, record: { id } }) =>
        eraseWorker(history.key('KG.MOH statement'), history.now, {
          record: { issuer: 'KG.MOH', id },
          basis: 'LAW',
        }),
    ],
  ])('is found with %s where %s', async (code, _, statement) => {
    const parts = erasedHistory();
    const said = statement(parts);
    const lie = changed(parts.history, 'SubjectErased', {
      data: (data) => void (data['statement'] = said),
    });
    expect(await found(parts.history, lie)).toEqual([['SubjectErased', code]]);
  });

  test.each<[string, (data: Loose, parts: Erased) => unknown]>([
    ['leaves a record out', ({ records }) => records.pop()],
    [
      'names a record of another worker',
      ({ records }, { other: { issuer, id } }) => records.push({ issuer, id }),
    ],
    ['names a record twice', ({ records }) => records.push(records[0])],
    ['names a record that is none', ({ records }) => records.push('KG.MOH')],
    ['says more of a record', ({ records }) => (records[1].stream = 'A')],
    ['names no records', (data) => (data['records'] = [])],
    ['names nothing', (data) => delete data['records']],
  ])('is found where it %s', async (_, change) => {
    const parts = erasedHistory();
    const lie = changed(parts.history, 'SubjectErased', {
      data: (data) => void change(data, parts),
    });
    expect(await found(parts.history, lie)).toEqual([['SubjectErased', 'RULE_RECORD_UNKNOWN']]);
  });

  test.each<[string, (metadata: Loose) => unknown]>([
    ['fewer', ({ to }) => to.pop()],
    ['nobody', (metadata) => (metadata['to'] = [])],
    ['more', ({ to }) => to.push({ authority: 'BY.MOH', grants: [] })],
    [
      'more by other grants',
      ({ to }) => to[0].grants.push({ contract: 'kg-by', version: 1, grant: 0 }),
    ],
  ])('is told to everybody who had a record: %s', async (_, change) => {
    const { history } = erasedHistory();
    const lie = changed(history, 'SubjectErased', {
      metadata: (metadata) => void change(metadata),
    });
    expect(await found(history, lie)).toEqual([['SubjectErased', 'TRUST_MISROUTED']]);
  });

  test('is final', async () => {
    const { history } = erasedHistory();
    const { stream, data } = history.events.at(-1)!;
    const { to } = JSON.parse(history.events.at(-1)!.metadata) as Loose;
    const again = {
      type: 'SubjectErased',
      data: JSON.parse(data) as object,
      at: history.now,
      by: 'KG.MOH',
      to,
    };
    history.append(stream, [again]);
    expect(await found(history)).toEqual([['SubjectErased', 'RULE_STATEMENT_MISMATCH']]);
  });

  test('is said again, whole, where a record was on its way, and is due until it is', async () => {
    const { history, record, say } = erasedHistory();
    const text = say('KG.MOH');
    history.pass(1);
    history.issue({ subject: record.subject });
    expect(await verified(history)).toMatchObject({ findings: [], open: { erasures: 1 } });
    history.erase(text);
    expect(await verified(history)).toMatchObject({ findings: [], open: { erasures: 0 } });
    const erasures = history.events.filter(({ type }) => type === 'SubjectErased');
    expect(erasures).toHaveLength(2);
  });

  test('is since it was said first', async () => {
    const { history, record, say } = erasedHistory();
    const text = say('KG.MOH');
    history.issue({ subject: record.subject });
    history.pass(9);
    history.erase(text);
    history.pass(2);
    history.issue({ subject: record.subject });
    expect(await found(history)).toEqual([['CertificateIssued', 'RULE_SUBJECT_ERASED']]);
  });

  test('is of no worker whose records are of two states', async () => {
    const history = agreedHistory();
    const { issuer, id, subject } = history.issue();
    history.issue({ issuer: 'RU.MOH', subject });
    const about = { record: { issuer, id }, basis: 'LAW' };
    history.erase(eraseWorker(history.key('KG.MOH statement'), history.now, about));
    expect(await found(history)).toEqual([['SubjectErased', 'TRUST_NOT_ALLOWED']]);
  });

  describe('which a push or a share overtook', () => {
    const overtaken = (seconds: number) => {
      const history = agreedHistory();
      const record = history.issue();
      history.pass(60);
      const late = history.issue({ subject: record.subject });
      history.agree(contractOf(history, 'kg-by', ['KG', 'BY'], { includeValid: true }), 0);
      history.share(record, versionOf(history.contracts, { contract: 'kg-by', version: 1 })!);
      history.pass(seconds);
      const about = { record: { issuer: 'KG.MOH', id: record.id }, basis: 'LAW' };
      history.erase(eraseWorker(history.key('KG.MOH statement'), history.now, about));
      return { history, late };
    };

    test('may not know of it', async () => {
      for (const [seconds, codes] of [
        [9.999, []],
        [10, ['RULE_RECORD_UNKNOWN']],
      ] as const) {
        const { history, late } = overtaken(seconds);
        const lie = changed(history, 'SubjectErased', {
          data: ({ records, ...data }) => ({
            ...data,
            records: records.filter(({ id }: { id: string }) => id !== late.id),
          }),
        });
        expect((await found(history, lie)).map(([, code]) => code)).toEqual(codes);
      }
    });

    test('may not be told to who got it then', async () => {
      for (const [seconds, codes] of [
        [9.999, []],
        [10, ['TRUST_MISROUTED']],
      ] as const) {
        const { history } = overtaken(seconds);
        const lie = changed(history, 'SubjectErased', {
          metadata(metadata) {
            const to = metadata['to'] as readonly { authority: string }[];
            metadata['to'] = to.filter(({ authority }) => authority !== 'BY.MOH');
          },
        });
        expect((await found(history, lie)).map(([, code]) => code)).toEqual(codes);
      }
    });
  });
});
