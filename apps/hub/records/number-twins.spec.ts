import { closeReview } from '#client';
import { recordDigest } from '#credentials';
import { StoreError } from '#kernel';
import { TestHub, type Certificate } from '../hub.samples.ts';

const PATH = '/v1/medical-certificates';

describe('a number that an issuer used twice', () => {
  let hub: TestHub;
  let papers = 0;
  beforeAll(async () => (hub = await TestHub.start()));
  afterAll(() => hub.close());
  beforeEach(() => papers++);

  const numbered = (claims: object = {}): Promise<Certificate> =>
    hub.certificate({
      claims: { number: { series: 'TWIN', number: String(papers) }, ...claims },
    });
  const push = async ({ push: body }: Certificate): Promise<number> =>
    (await hub.ask(PATH, { body, by: 'KG.MOH' })).status;
  const stored = async ({ id }: Certificate): Promise<string[]> =>
    (await hub.running.parts.store.readStream(`certificate-KG.MOH-${id}`)).map(({ type }) => type);
  /** Pushes to a store that does not take the n-th append, nor any after it: as if the process had ended there. */
  async function pushUntil(n: number, certificate: Certificate): Promise<void> {
    const { store } = hub.running.parts;
    const append = store.append.bind(store);
    let appends = 0;
    store.append = async (...event) => {
      if (++appends >= n) throw new StoreError('STORE_UNAVAILABLE', 'ended');
      return append(...event);
    };
    try {
      expect(await push(certificate)).toBe(503);
    } finally {
      store.append = append;
    }
  }
  const named = ({ id, record }: Certificate) => ({
    id,
    digest: recordDigest(record.slice(0, record.indexOf('~'))),
  });

  const REVIEWED = ['CertificateIssued', 'ReviewOpened'];

  test('puts both records under review, and no third one', async () => {
    const [first, second, other] = [await numbered(), await numbered(), await hub.certificate()];
    expect([await push(first), await push(second), await push(other)]).toEqual([201, 201, 201]);
    expect([await stored(first), await stored(second)]).toEqual([REVIEWED, REVIEWED]);
    expect(await stored(other)).toEqual(['CertificateIssued']);
  });

  test('puts both under review when they come at once', async () => {
    const both = [await numbered(), await numbered()];
    await Promise.all(both.map(push));
    expect(await Promise.all(both.map(stored))).toEqual([REVIEWED, REVIEWED]);
  });

  test.each([
    ['before the reviews', 2],
    ['between the reviews', 3],
  ])('is found by the same push again when the process ended %s', async (_, append) => {
    const [first, second] = [await numbered(), await numbered()];
    await push(first);
    await pushUntil(append, second);
    expect(await push(second)).toBe(200);
    expect([await stored(first), await stored(second)]).toEqual([REVIEWED, REVIEWED]);
  });

  test('is reviewed once, however often the push comes again', async () => {
    const [first, second] = [await numbered(), await numbered()];
    await push(first);
    await push(second);
    const review = { record: { issuer: 'KG.MOH', ...named(first) }, outcome: 'UPHELD' as const };
    const statement = closeReview(hub.key('KG.MOH statement'), hub.now(), review);
    await hub.client('KG.MOH').review('KG.MOH', first.id, statement);
    expect([await push(first), await push(second)]).toEqual([200, 200]);
    expect(await stored(first)).toEqual([...REVIEWED, 'ReviewClosed']);
    expect(await stored(second)).toEqual(REVIEWED);
  });

  test('is none if the other record never was stored', async () => {
    const [refused, again] = [await numbered(), await numbered()];
    await pushUntil(1, refused);
    expect(await push(again)).toBe(201);
    expect(await stored(again)).toEqual(['CertificateIssued']);
  });

  test('is none along a line of successors, whichever of them comes again', async () => {
    const first = await numbered();
    await push(first);
    const second = await numbered({ supersedes: named(first) });
    expect(await push(second)).toBe(201);
    const third = await numbered({ supersedes: named(second) });
    expect(await push(third)).toBe(201);
    expect([await push(first), await push(second), await push(third)]).toEqual([200, 200, 200]);
    const superseded = ['CertificateIssued', 'CertificateSuperseded'];
    expect(await Promise.all([first, second, third].map(stored))).toEqual([
      superseded,
      superseded,
      ['CertificateIssued'],
    ]);
  });
});
