import type { HubRefusal } from '#client';
import { StoreError } from '#kernel';
import { referenceTo, replayed } from '../audit/replay.samples.ts';
import { TestHub, type Certificate } from '../hub.samples.ts';

describe('a record that replaces another', () => {
  let hub: TestHub;
  beforeAll(async () => (hub = await TestHub.start()));
  afterAll(() => hub.close());

  const successorOf = (predecessor: Certificate, claims: object = {}): Promise<Certificate> => {
    const { id, digest } = referenceTo(predecessor);
    return hub.certificate({
      claims: { ...claims, supersedes: { id, digest, reason: 'CORRECTED' } },
    });
  };
  const push = ({ push: body }: Certificate) =>
    hub
      .client('KG.MOH')
      .pushCertificate(body)
      .then(
        () => 'STORED',
        (error: HubRefusal) => error.code,
      );
  const typesOf = async ({ id }: Certificate): Promise<string[]> =>
    (await hub.events()).filter(({ stream }) => stream.endsWith(id)).map(({ type }) => type);

  test('is one, whoever else would be', async () => {
    const predecessor = await hub.pushed();
    const successors = await Promise.all(Array.from({ length: 8 }, () => successorOf(predecessor)));
    const outcomes = await Promise.all(successors.map(push));
    expect(outcomes.toSorted()).toEqual([
      ...Array.from({ length: 7 }, () => 'RULE_ALREADY_SUPERSEDED'),
      'STORED',
    ]);
    expect(await typesOf(predecessor)).toEqual(['CertificateIssued', 'CertificateSuperseded']);
    const stored = await Promise.all(successors.map(typesOf));
    expect(stored.filter(({ length }) => length > 0)).toEqual([['CertificateIssued']]);
  });

  test('is one, however often it comes at once', async () => {
    const predecessor = await hub.pushed();
    const successor = await successorOf(predecessor);
    const outcomes = await Promise.all(Array.from({ length: 64 }, () => push(successor)));
    expect(new Set(outcomes)).toEqual(new Set(['STORED']));
    expect(await typesOf(predecessor)).toEqual(['CertificateIssued', 'CertificateSuperseded']);
    expect(await typesOf(successor)).toEqual(['CertificateIssued']);
  });

  test('comes when it is pushed again, where the hub ended between the two halves', async () => {
    const predecessor = await hub.pushed();
    const successor = await successorOf(predecessor);
    const { store } = hub.running.parts;
    const append = store.append.bind(store);
    store.append = async (stream, ...rest) => {
      if (stream.endsWith(successor.id)) throw new StoreError('STORE_UNAVAILABLE', 'ended');
      return append(stream, ...rest);
    };
    expect(await push(successor)).toBe('STORE_UNAVAILABLE');
    store.append = append;
    expect(await replayed(hub)).toMatchObject({ findings: [], open: { successors: 1 } });
    expect(await push(await successorOf(predecessor))).toBe('RULE_ALREADY_SUPERSEDED');
    expect(await push(successor)).toBe('STORED');
    expect(await replayed(hub)).toMatchObject({ findings: [], open: { successors: 0 } });
    expect(await typesOf(predecessor)).toEqual(['CertificateIssued', 'CertificateSuperseded']);
  });

  test('keeps the worker, whatever it says of them', async () => {
    const predecessor = await hub.pushed();
    const { subject } = (await hub.certificate()).claims;
    const successor = await successorOf(predecessor, { subject });
    expect(await push(successor)).toBe('STORED');
    const { records } = await replayed(hub);
    const workerOf = ({ id }: Certificate) => records.get(`certificate-KG.MOH-${id}`)?.subject;
    expect(workerOf(successor)).toBe(workerOf(predecessor));
  });

  test("names a predecessor that is stored, by its digest, and no other issuer's", async () => {
    const predecessor = await hub.pushed();
    const { id, digest } = referenceTo(predecessor);
    const named = [
      { id: '11111111-1111-4111-8111-111111111111', digest },
      { id, digest: 'A'.repeat(43) },
    ];
    for (const supersedes of named)
      expect(await push(await hub.certificate({ claims: { supersedes } }))).toBe(
        'RULE_RECORD_UNKNOWN',
      );
    const foreign = await hub.certificate({
      issuer: 'RU.MOH',
      claims: { supersedes: { id, digest } },
    });
    const pushed = hub.client('RU.MOH').pushCertificate(foreign.push);
    await expect(pushed).rejects.toThrow('RULE_RECORD_UNKNOWN');
  });
});
