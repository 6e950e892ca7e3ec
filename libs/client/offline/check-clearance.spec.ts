import { issueClearance, parseClearance, present, resolve, signStatusList } from '#credentials';
import { later, numericDate, type Instant, type KeyUse } from '#kernel';
import { generateKey, type SigningKey } from '#signing';
import { codeOf, SampleHistory } from '#testing';
import { endorseKey, reportCompromise, retireKey } from '../statements.ts';
import { checkClearance, type OfflineQuestion } from './check-clearance.ts';
import { openOfflineKit, parseOfflineKit, type OfflineKit } from './offline-kit.ts';

const LIST = 'https://hub.example/v1/status-lists/KG.MOH-1';
const DAY = 86_400;
/** Of these indices the second is not in force. */
const [GOOD, BAD] = [8, 9];

/** A federation, and what an agency fetched of it. */
class Scene {
  readonly history = new SampleHistory();
  readonly start = this.history.now;

  key(name: string): SigningKey {
    return this.history.key(name);
  }

  /** As it was fetched after everything so far. */
  kit(statusLists: readonly string[] = [this.list()]): OfflineKit {
    return { fetchedAt: this.history.now, trustList: [...this.history.events], statusLists };
  }

  list(
    change: Partial<Parameters<typeof signStatusList>[0]> = {},
    key = this.key('KG.MOH status'),
  ) {
    const iat = numericDate(this.history.now);
    const bytes = Buffer.alloc(2 ** 14);
    bytes[1] = 0b10;
    const times = { iat, exp: iat + DAY, ttl: 60 };
    return signStatusList({ uri: LIST, ...times, bits: 1, bytes, ...change }, key);
  }

  clearance(change: Partial<Parameters<typeof issueClearance>[0]> = {}): string {
    return issueClearance({
      issuer: 'KG.MOH',
      iat: numericDate(this.start) + 1,
      key: this.key('KG.MOH record'),
      profile: 'RU/TEST/1',
      validUntil: '2027-11-23',
      documentNumber: 'PE0000001',
      verificationCode: 'A'.repeat(26),
      status: { list: LIST, index: GOOD },
      ...change,
    });
  }

  /** An hour after the clearance was signed. */
  pass(seconds = 3_600): this {
    this.history.pass(seconds);
    return this;
  }

  endorsed(holder: string, use: KeyUse): SigningKey {
    const key = generateKey(holder, use);
    const { now } = this.history;
    const validity = { validFrom: now, validUntil: later(now, 365 * DAY) };
    const { alg, jwk } = key;
    const root = this.key(`${holder.slice(0, 2)} root`);
    this.history.submit(endorseKey(root, now, { key: { holder, use, alg, jwk, ...validity } }));
    return key;
  }

  async check(
    text: string,
    { kit = this.kit(), at = this.history.now, ...question }: Partial<Asked> = {},
  ) {
    const { document } = this.history.federation.genesis;
    const opened = await openOfflineKit(kit, document);
    return checkClearance(text, opened, { destination: 'RU', ...question }, at);
  }

  async told(text: string, asked: Partial<Asked> = {}): Promise<string> {
    const { answer, reasons } = await this.check(text, asked);
    return [answer, ...reasons].join(' ');
  }
}

/** The signature of a list on another one. */
function changed(): string {
  const [header, , signature] = scene.list().split('.');
  const [, payload] = scene.list({ bytes: Buffer.alloc(2 ** 14) }).split('.');
  return [header, payload, signature].join('.');
}

type Asked = OfflineQuestion & { readonly kit: OfflineKit; readonly at: Instant };

/** Nobody changes it: what a test does to a history it does to one of its own. */
const scene = new Scene().pass();

describe('a clearance where there is no network', () => {
  test('is confirmed as of when its list was signed', async () => {
    const { now } = scene.history;
    const at = later(now, 7_200);
    const kit = scene.kit();
    expect(await scene.check(scene.clearance(), { at, kit, documentNumber: 'PE0000001' })).toEqual({
      answer: 'CONFIRMED',
      reasons: [],
      validUntil: '2027-11-23',
      asOf: now,
      listEndsAt: later(now, DAY),
      keysAsOf: now,
      checkedAt: at,
    });
  });

  test('is not, once its list shows so, and says as of when', async () => {
    const revoked = scene.clearance({ status: { list: LIST, index: BAD } });
    const told = await scene.check(revoked);
    expect(told).toMatchObject({ answer: 'NOT_CONFIRMED', reasons: ['NOT_STANDING'] });
    expect(told.asOf).toBe(scene.history.now);
    expect(told.validUntil).toBeUndefined();
    const beyond = scene.clearance({ status: { list: LIST, index: 2 ** 17 } });
    expect(await scene.told(beyond)).toBe('NOT_CONFIRMED NOT_STANDING');
  });

  test.each<[string, string, () => Parameters<Scene['told']>]>([
    ['for another state', 'OTHER_DESTINATION', () => [scene.clearance(), { destination: 'KZ' }]],
    [
      'beside another document',
      'OTHER_DOCUMENT',
      () => [scene.clearance(), { documentNumber: 'PE0000002' }],
    ],
    [
      'for other work',
      'OUTSIDE_SCOPE',
      () => [scene.clearance({ fitnessScope: ['7112'] }), { occupation: '9111' }],
    ],
    [
      'for work that is not named',
      'OUTSIDE_SCOPE',
      () => [scene.clearance({ fitnessScope: ['7112'] })],
    ],
    [
      'after its last day where it was issued',
      'EXPIRED',
      () => [scene.clearance({ validUntil: '2026-11-23' })],
    ],
    [
      'from the future',
      'IN_FUTURE',
      () => [scene.clearance({ iat: numericDate(scene.history.now) + 90 })],
    ],
    [
      'from before its key was',
      'KEY_NOT_ACTIVE',
      () => [scene.clearance({ iat: numericDate(scene.start) - 90 })],
    ],
    [
      'by a key that nobody endorsed',
      'KEY_NOT_ENDORSED',
      () => [scene.clearance({ key: generateKey('KG.MOH', 'record') })],
    ],
    [
      'by another ministry’s key',
      'NOT_SIGNED',
      () => [scene.clearance({ key: scene.key('TJ.MOH record') })],
    ],
    [
      'by a key for something else',
      'KEY_NOT_ACTIVE',
      () => [scene.clearance({ key: scene.key('KG.MOH statement') })],
    ],
    [
      'by a ministry that examines nobody',
      'NOT_A_HEALTH_MINISTRY',
      () => [scene.clearance({ issuer: 'KG.MOL', key: scene.key('KG.MOL record') })],
    ],
  ])('%s is not confirmed', async (_, reason, given) =>
    expect(await scene.told(...given())).toBe(`NOT_CONFIRMED ${reason}`),
  );

  test('with one changed sign is not confirmed', async () => {
    const text = scene.clearance();
    const [jwt = '', ...rest] = text.split('~');
    const flipped = jwt.slice(0, -2) + (jwt.at(-2) === 'A' ? 'B' : 'A') + jwt.at(-1);
    expect(await scene.told([flipped, ...rest].join('~'))).toBe('NOT_CONFIRMED NOT_SIGNED');
  });

  test('that withholds what decides is not confirmed; the number only if it is asked for', async () => {
    const parsed = parseClearance(scene.clearance());
    const shown = (...names: readonly string[]) =>
      present(parsed, resolve(parsed), ([name]) => names.includes(String(name)));
    expect(await scene.told(shown('profile'))).toBe('NOT_CONFIRMED NOT_SHOWN');
    const most = shown('profile', 'validUntil');
    expect(await scene.told(most)).toBe('CONFIRMED');
    const told = await scene.told(most, { documentNumber: 'PE0000001' });
    expect(told).toBe('NOT_CONFIRMED NOT_SHOWN');
  });

  test('that is none is an input, not an answer', async () => {
    const opened = await openOfflineKit(scene.kit(), scene.history.federation.genesis.document);
    const check = () => checkClearance('no~', opened, { destination: 'RU' }, scene.history.now);
    expect(codeOf(check)).toBe('WIRE_NOT_JWS');
  });

  test.each<[string, string, () => Parameters<Scene['told']>[1]]>([
    ['no list', 'LIST_MISSING', () => ({ kit: scene.kit([]) })],
    ['an unreadable list', 'LIST_MISSING', () => ({ kit: scene.kit(['no list']) })],
    [
      'a list that has ended',
      'LIST_EXPIRED',
      () => ({ kit: scene.kit(), at: later(scene.history.now, DAY) }),
    ],
    [
      'a list from before it',
      'LIST_OLDER',
      () => ({ kit: scene.kit([scene.list({ iat: numericDate(scene.start) })]) }),
    ],
    [
      'a list by another issuer’s delegate',
      'LIST_NOT_PROVED',
      () => ({ kit: scene.kit([scene.list({}, scene.key('TJ.MOH status'))]) }),
    ],
    [
      'a list by the issuer’s key for records',
      'LIST_NOT_PROVED',
      () => ({ kit: scene.kit([scene.list({}, scene.key('KG.MOH record'))]) }),
    ],
    [
      'a list by the hub',
      'LIST_NOT_PROVED',
      () => ({ kit: scene.kit([scene.list({}, scene.key('HUB receipt'))]) }),
    ],
    ['a list that somebody changed', 'LIST_NOT_PROVED', () => ({ kit: scene.kit([changed()]) })],
    [
      'a list from the future',
      'LIST_NOT_PROVED',
      () => ({ kit: scene.kit([scene.list({ iat: numericDate(scene.history.now) + 90 })]) }),
    ],
  ])('with %s at hand cannot be judged', async (_, reason, asked) =>
    expect(await scene.told(scene.clearance(), asked())).toBe(`CANNOT_ANSWER ${reason}`),
  );

  test('that is newer than the kit cannot be judged if its key is newer too', async () => {
    const own = new Scene().pass();
    const kit = own.kit();
    own.pass(DAY / 2);
    const key = own.endorsed('KG.MOH', 'record');
    const text = own.clearance({ key, iat: numericDate(own.history.now) });
    expect(await own.told(text, { kit })).toBe('CANNOT_ANSWER KIT_OLDER LIST_OLDER');
    expect(await own.told(text)).toBe('CONFIRMED');
  });
});

describe('keys that are not what they were', () => {
  test('sign for ever what they signed before they were retired, and no list from then on', async () => {
    const own = new Scene().pass();
    const { history } = own;
    const retire = (name: string) =>
      history.submit(retireKey(own.key('KG root'), history.now, { kid: own.key(name).kid }));
    const before = own.clearance();
    retire('KG.MOH record');
    own.pass();
    const after = own.clearance({ iat: numericDate(history.now) });
    expect(await own.told(before)).toBe('CONFIRMED');
    expect(await own.told(after)).toBe('NOT_CONFIRMED KEY_NOT_ACTIVE');
    retire('KG.MOH status');
    expect(await own.told(before)).toBe('CANNOT_ANSWER LIST_NOT_PROVED');
    const key = own.endorsed('KG.MOH', 'status');
    expect(await own.told(before, { kit: own.kit([own.list({}, key)]) })).toBe('CONFIRMED');
  });

  test('that were in the wrong hands prove nothing without the hub, whatever time they name', async () => {
    const own = new Scene().pass();
    const { history } = own;
    const { kid } = own.key('KG.MOH record');
    const text = own.clearance();
    const since = history.now;
    history.submit(reportCompromise(own.key('KG root'), history.now, { kid, since }));
    expect(await own.told(text)).toBe('CANNOT_ANSWER KEY_COMPROMISED');
  });

  test('count only if genesis leads to them: what the kit says else is left out', async () => {
    const other = new Scene().pass();
    const kit = { ...other.kit(), statusLists: [scene.list()] };
    const opened = await openOfflineKit(kit, scene.history.federation.genesis.document);
    expect(opened.unproved).toBeGreaterThan(0);
    const told = await scene.told(other.clearance(), { kit });
    expect(told).toBe('NOT_CONFIRMED KEY_NOT_ENDORSED');
  });
});

describe('a kit', () => {
  test('is read from the text that was made of it', () => {
    const kit = scene.kit();
    expect(parseOfflineKit(JSON.stringify(kit))).toEqual(kit);
  });

  test.each([
    '[]',
    '{}',
    '{"fetchedAt":"yesterday","trustList":[],"statusLists":[]}',
    '{"fetchedAt":"2027-01-31T09:00:00.000Z","trustList":[1],"statusLists":[]}',
    '{"fetchedAt":"2027-01-31T09:00:00.000Z","trustList":[],"statusLists":[{}]}',
  ])('is not %s', (text) =>
    expect(codeOf(() => parseOfflineKit(text))).toBe('WIRE_SCHEMA_MISMATCH'),
  );
});
