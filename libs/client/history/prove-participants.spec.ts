import { numericDate, type DomainEvent, type ErrorCode } from '#kernel';
import { generateKey, signJws, thumbprint } from '#signing';
import { changed, found, newHistory, verified } from './history.samples.ts';

describe('a participant of a history', () => {
  test('is proved from genesis on', async () => {
    const history = newHistory();
    const result = await verified(history);
    expect(result).toMatchObject({ findings: [], signatures: history.events.length });
    expect(result.participants).toHaveLength(history.events.length);
    expect(result.trust.states.get('KG')?.authorities.has('KG.MOH')).toBe(true);
  });

  test.each<[ErrorCode, string, string, string]>([
    ['TRUST_KEY_NOT_ENDORSED', 'the hub', 'HUB receipt', 'KG'],
    ['TRUST_KEY_NOT_ENDORSED', 'another ministry', 'RU.MOH statement', 'RU.MOH'],
    ['TRUST_KEY_NOT_ENDORSED', "another state's root", 'RU root', 'RU'],
  ])('is found with %s where %s endorsed a key', async (code, _, by, iss) => {
    const history = newHistory();
    const { alg, jwk, use } = generateKey('KG.MOH', 'record');
    const signer = history.key(by);
    const key = {
      holder: 'KG.MOH',
      use: use as 'record',
      alg,
      jwk,
      validFrom: history.now,
      validUntil: '2027-01-01T00:00:00.000Z',
    };
    const payload = { iss, iat: numericDate(history.now), key };
    const statement = signJws('endorsement+jws', payload, signer);
    const issuedAt = history.now;
    const data = { kid: thumbprint(jwk), ...key, statement, signer: signer.kid, issuedAt };
    const event: DomainEvent = { type: 'KeyEndorsed', data, at: history.now, by: 'KG' };
    history.append('state-KG', [event]);
    const result = await verified(history);
    expect(result.findings.map((one) => [one.type, one.code])).toEqual([['KeyEndorsed', code]]);
    expect(result.trust.homes.has(data.kid)).toBe(false);
    expect(result.participants).toHaveLength(history.events.length - 1);
  });

  test('stands in the stream of its state, and goes to nobody', async () => {
    const history = newHistory();
    const [first] = history.events;
    const { stream } = history.events.at(-1)!;
    const elsewhere = [{ ...first!, stream: 'state-TJ' }];
    expect(await found(history, elsewhere)).toEqual([['StateAdmitted', 'RULE_STATEMENT_MISMATCH']]);
    expect(stream).toBe('state-RU');
    for (const routing of [{ to: [] }, { under: [] }]) {
      const { nonce, ...rest } = JSON.parse(history.events.at(-1)!.metadata) as { nonce: string };
      const lie = changed(history, 'KeyEndorsed', {
        metadata: () => ({ ...rest, ...routing, nonce }),
      });
      expect(await found(history, lie)).toEqual([['KeyEndorsed', 'RULE_STATEMENT_MISMATCH']]);
    }
  });

  test('of another genesis is none', async () => {
    const [history, other] = [newHistory(), newHistory()];
    expect((await found(history, other.events))[0]).toEqual([
      'StateAdmitted',
      'TRUST_GENESIS_MISMATCH',
    ]);
  });
});
