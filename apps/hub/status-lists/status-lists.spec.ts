import { inflateSync } from 'node:zlib';
import { jwtVerify } from 'jose';
import { closeReview, openReview, reportCompromise, retireKey } from '#client';
import { parseClearance, parseStatusList, statusAt } from '#credentials';
import { numericDate } from '#kernel';
import { publicHalf } from '#signing';
import { until } from '#testing';
import { Ministries, referenceTo } from '../audit/replay.samples.ts';
import { TestHub, type Certificate } from '../hub.samples.ts';
import type { Answer } from '../question.samples.ts';
import { SecondHub } from '../second-hub.samples.ts';
import { StatusListDesk } from './status-list-desk.ts';

type List = {
  readonly sub: string;
  readonly iat: number;
  readonly exp: number;
  readonly ttl: number;
  readonly status_list: { readonly bits: number; readonly lst: string };
};

const PATH = '/v1/status-lists/KG.MOH-1';

describe('status lists', () => {
  let hub: TestHub;
  let second: SecondHub;
  let ministries: Ministries;
  beforeAll(async () => {
    hub = await TestHub.start();
    second = await SecondHub.beside(hub);
    ministries = new Ministries(hub);
  });
  afterAll(async () => {
    await second.close();
    await hub.close();
  });

  /** Read by nothing of ours. */
  const read = async ({ text }: Answer): Promise<List> => {
    const { key } = publicHalf(hub.key('KG.MOH status'));
    const { payload } = await jwtVerify(text, key, { typ: 'statuslist+jwt' });
    return payload as List;
  };
  const bitIn = ({ lst }: { readonly lst: string }, index: number): number => {
    const bytes = inflateSync(Buffer.from(lst, 'base64url'));
    expect(bytes).toHaveLength(2 ** 14);
    return (bytes[Math.floor(index / 8)]! >> (index % 8)) & 1;
  };
  const entryOf = ({ clearances }: Certificate) =>
    parseClearance(clearances[0]!).payload.status.status_list;
  const bitsOf = async (...certificates: readonly Certificate[]) => {
    const { status_list } = await read(await hub.ask(PATH));
    return certificates.map((one) => bitIn(status_list, entryOf(one).idx));
  };
  const shows = (bit: number, certificate: Certificate) =>
    until(async () => (await bitsOf(certificate))[0] === bit);

  test('are signed by a key that the issuer’s state endorsed for nothing else, and say how long they hold', async () => {
    const certificate = await hub.pushed({ clearances: 2 });
    const before = numericDate(hub.now());
    const answer = await hub.ask(PATH);
    expect(answer.headers.get('content-type')).toBe('application/statuslist+jwt');
    const { sub, iat, exp, ttl, status_list } = await read(answer);
    expect(sub).toBe(entryOf(certificate).uri);
    expect([exp - iat, ttl, status_list.bits]).toEqual([86_400, 60, 1]);
    expect(iat).toBeGreaterThanOrEqual(before);
    expect(answer.headers.get('cache-control')).toMatch(/^public, max-age=(60|5\d)$/);
    expect((await hub.ask('/v1/status-lists')).json()).toEqual({ status_lists: [sub] });
  });

  test('show whatever ends a certificate or casts doubt on it, and that it stands again', async () => {
    const [standing, revoked, superseded, reviewed, erased] = [
      await hub.pushed({ clearances: 2 }),
      await hub.pushed({ clearances: 2 }),
      await hub.pushed({ clearances: 2 }),
      await hub.pushed({ clearances: 2 }),
      await hub.pushed({ clearances: 2 }),
    ];
    const never = await hub.certificate({ clearances: 2 });
    const bits = async () =>
      (await bitsOf(standing, revoked, superseded, reviewed, erased, never)).join('');
    // A list made before knows nothing of them: what it says at their places is noise.
    await until(async () => (await bits()) === '000001');
    await ministries.revoke(revoked);
    await ministries.supersede(superseded);
    await ministries.erase(erased);
    const about = { record: referenceTo(reviewed) };
    const [by, own] = [hub.key('RU.MOH statement'), hub.key('KG.MOH statement')];
    const opened = openReview(by, hub.now(), { ...about, reason: 'RECIPIENT_DOUBT' });
    await hub.client('RU.MOH').review('KG.MOH', reviewed.id, opened);
    for (const one of [revoked, superseded, erased, reviewed]) await shows(1, one);
    const closed = closeReview(own, hub.now(), { ...about, outcome: 'UPHELD' });
    await hub.client('KG.MOH').review('KG.MOH', reviewed.id, closed);
    await shows(0, reviewed);
    expect(await bits()).toBe('011011');
  });

  test('are given by every hub, and tell of what another recorded', async () => {
    const certificate = await hub.pushed({ clearances: 2 });
    const { idx } = entryOf(certificate);
    const there = async () => bitIn((await read(await second.get(PATH))).status_list, idx);
    await until(async () => (await there()) === 0);
    await ministries.revoke(certificate);
    await until(async () => (await there()) === 1);
    const [one, other] = [await read(await hub.ask(PATH)), await read(await second.get(PATH))];
    expect(one.status_list).toEqual(other.status_list);
  });

  test('are not sent again to who has them', async () => {
    const unchanged = async (etag: string | null) => {
      const answer = await hub.ask(PATH, { headers: { 'if-none-match': `"other", W/${etag}` } });
      return answer.status === 304 && answer.text === '';
    };
    await until(async () => unchanged((await hub.ask(PATH)).headers.get('etag')));
    expect((await hub.ask(PATH, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  });

  test('of earlier times are for auditors', async () => {
    const certificate = await hub.pushed({ clearances: 2 });
    const { idx } = entryOf(certificate);
    const issued = hub.now();
    await until(() => hub.now() > issued);
    await ministries.revoke(certificate);
    const past = (by: string, knownAt: string) =>
      hub.ask(`/v1/audit/status-lists/KG.MOH-1?knownAt=${knownAt}`, { by });
    const at = async (knownAt: string) =>
      bitIn((await past('KZ.AUDIT', knownAt)).json<{ lst: string }>(), idx);
    expect(await at(issued)).toBe(0);
    expect(await at(hub.now())).toBe(1);
    expect(await at('2026-01-01T00:00:00.000Z')).toBe(1);
    const now = (await past('KZ.AUDIT', hub.now())).json<{ lst: string }>();
    // As published, once what was made before is given no more.
    await until(async () => (await read(await hub.ask(PATH))).status_list.lst === now.lst);
    expect((await past('KG.MOH', issued)).problem.code).toBe('TRUST_NOT_ALLOWED');
    expect((await hub.ask(PATH.replace('v1', 'v1/audit'))).problem.code).toMatch(/^TRUST_/);
  });

  test('of an issuer that delegated nobody are not there, nor are those that never were', async () => {
    await hub.client('KG.MOL').allocateStatusIndices('KG.MOL', 1);
    const codeOf = async (list: string) => (await hub.ask(`/v1/status-lists/${list}`)).problem.code;
    expect(await codeOf('KG.MOL-1')).toBe('RULE_STATUS_NOT_DELEGATED');
    expect(await codeOf('KG.MOH-2')).toBe('WIRE_NOT_FOUND');
    expect(await codeOf('..%2fKG.MOH-1')).toBe('WIRE_SCHEMA_MISMATCH');
  });

  test('show at once what a key signed that was in the wrong hands, until its issuer stands by it', async () => {
    const key = await hub.endorsed('KG.MOH', 'record');
    const certificate = await hub.pushed({ clearances: 2, key });
    await shows(0, certificate);
    const since = (await hub.events()).at(-1)!;
    const { recordedAt } = JSON.parse(since.metadata) as { recordedAt: string };
    const root = hub.key('KG root');
    const report = reportCompromise(root, hub.now(), { kid: key.kid, since: recordedAt });
    await hub.anybody.submitStatement(report);
    await shows(1, certificate);
    const isReviewed = async () =>
      (await hub.events()).some(
        ({ stream, type }) => type === 'ReviewOpened' && stream.endsWith(certificate.id),
      );
    await until(isReviewed);
    const closed = closeReview(hub.key('KG.MOH statement'), hub.now(), {
      record: referenceTo(certificate),
      outcome: 'UPHELD',
    });
    await hub.client('KG.MOH').review('KG.MOH', certificate.id, closed);
    await shows(0, certificate);
  });

  test('made a second after a revocation was taken show it, and by a hub that made none yet at once', async () => {
    const certificate = await hub.pushed({ clearances: 2 });
    let now = 0;
    const kept = new StatusListDesk(hub.running.parts, () => now);
    const bitBy = async (desk: StatusListDesk) => {
      const { list } = parseStatusList((await desk.published('KG.MOH-1')).token);
      return statusAt(list, entryOf(certificate).idx);
    };
    expect(await bitBy(kept)).toBe(0);
    await ministries.revoke(certificate);
    expect(await bitBy(new StatusListDesk(hub.running.parts))).toBe(1);
    now = 999;
    expect(await bitBy(kept)).toBe(0);
    now = 1_000;
    expect(await bitBy(kept)).toBe(1);
  });

  test('are signed by a new key once it is endorsed and lies with the hub’s, which goes on running', async () => {
    const kid = async () => parseStatusList((await hub.ask(PATH)).text).header.kid;
    const first = hub.key('KG.MOH status');
    const next = await hub.endorsed('KG.MOH', 'status', { from: 0 });
    expect(await kid()).toBe(first.kid);
    hub.statusKeys.push(next);
    await until(async () => (await kid()) === next.kid);
    const retired = retireKey(hub.key('KG root'), hub.now(), { kid: next.kid });
    await hub.anybody.submitStatement(retired);
    await until(async () => (await kid()) === first.kid);
  });

  test('are signed no more once the state takes the key back', async () => {
    const { kid } = hub.key('KG.MOH status');
    await hub.anybody.submitStatement(retireKey(hub.key('KG root'), hub.now(), { kid }));
    await until(async () => (await hub.ask(PATH)).status === 404);
    expect((await hub.ask(PATH)).problem.code).toBe('RULE_STATUS_NOT_DELEGATED');
  });
});
