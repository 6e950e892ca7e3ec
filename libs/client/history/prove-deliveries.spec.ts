import type { ErrorCode } from '#kernel';
import { generateKey, signJws } from '#signing';
import { agreedHistory, changed, found, receiptsBy } from './history.samples.ts';

/** Two records; the receipts of RU's ministry of health: one delivered, one parked and sent again. */
function confirmedHistory() {
  const history = agreedHistory();
  const [one, other] = [history.issue(), history.issue()];
  const outcomes = [one.event, { event: other.event, outcome: 'PARKED' as const }];
  history.confirm(receiptsBy(history, 'RU.MOH', outcomes));
  history.redrive('RU.MOH', other);
  return { history, one, other, outcomes };
}

type Confirmed = ReturnType<typeof confirmedHistory>;

describe('what became of deliveries', () => {
  test('is proved by who received them', async () => {
    const { history, other } = confirmedHistory();
    history.confirm(receiptsBy(history, 'RU.MOH', [other.event]));
    expect(await found(history)).toEqual([]);
  });

  test('is proved where several were sent again together', async () => {
    const { history, other } = confirmedHistory();
    history.redrive('RU.MOH', other, history.issue(), history.issue());
    expect(await found(history)).toEqual([]);
  });

  test.each<[ErrorCode, string, (parts: Confirmed) => string]>([
    [
      'TRUST_NOT_ALLOWED',
      'another authority said it',
      ({ history, outcomes }) => receiptsBy(history, 'RU.MOH', outcomes, 'RU.MOL'),
    ],
    [
      'RULE_STATEMENT_MISMATCH',
      'it was said of deliveries to another',
      ({ history, outcomes }) => receiptsBy(history, 'RU.MOL', outcomes),
    ],
    [
      'RULE_STATEMENT_MISMATCH',
      'something else was said',
      ({ history, one }) => receiptsBy(history, 'RU.MOH', [one.event]),
    ],
    [
      'RULE_DELIVERY_UNKNOWN',
      'there was no such event',
      ({ history, outcomes }) => receiptsBy(history, 'RU.MOH', [...outcomes, 'A']),
    ],
  ])('is found with %s where %s', async (code, _, statement) => {
    const parts = confirmedHistory();
    const said = statement(parts);
    const lie = changed(parts.history, 'DeliveriesConfirmed', {
      data: (data) => void (data['statement'] = said),
    });
    expect(await found(parts.history, lie)).toContainEqual(['DeliveriesConfirmed', code]);
  });

  test('is found where it never went there', async () => {
    const history = agreedHistory();
    const { event } = history.issue();
    history.confirm(receiptsBy(history, 'BY.MOH', [event]));
    expect(await found(history)).toEqual([['DeliveriesConfirmed', 'RULE_DELIVERY_UNKNOWN']]);
  });

  test('of an event that nothing proves is a refusal, and nothing else', async () => {
    const forged = (outcome: 'REFUSED' | 'PARKED') => {
      const history = agreedHistory();
      const { event } = history.issue({ key: generateKey('KG.MOH', 'record') });
      history.confirm(receiptsBy(history, 'RU.MOH', [{ event, outcome }]));
      return found(history);
    };
    const finding = ['CertificateIssued', 'TRUST_KEY_NOT_ENDORSED'];
    expect(await forged('REFUSED')).toEqual([finding]);
    expect(await forged('PARKED')).toEqual([
      finding,
      ['DeliveriesConfirmed', 'RULE_DELIVERY_UNKNOWN'],
    ]);
  });

  test('stands in the stream of who received them', async () => {
    const { history, one } = confirmedHistory();
    const statement = receiptsBy(history, 'RU.MOL', [one.event]);
    history.confirm(statement);
    const lie = history.events.with(-1, { ...history.events.at(-1)!, stream: 'deliveries-BY.MOH' });
    expect(await found(history, lie)).toEqual([['DeliveriesConfirmed', 'RULE_DELIVERY_UNKNOWN']]);
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['no list', 'all'],
    ['an event without an id', [{ event: 7, outcome: 'DELIVERED' }]],
    ['an outcome that there is not', [{ event: 'A', outcome: 'LOST' }]],
    ['no receipt', [null]],
    ['one receipt and something else', [{ event: 'A', outcome: 'DELIVERED' }, null]],
  ])('is found where the statement lists %s', async (_, receipts) => {
    const { history } = confirmedHistory();
    const payload = { iss: 'RU.MOH', iat: 1_900_000_000, authority: 'RU.MOH', receipts };
    const statement = signJws(
      'delivery-receipt+jws',
      JSON.stringify({ ...payload, iat: Math.floor(Date.parse(history.now) / 1000) }),
      history.key('RU.MOH statement'),
    );
    const lie = changed(history, 'DeliveriesConfirmed', {
      data: (data) => void (data['statement'] = statement),
    });
    expect(await found(history, lie)).toContainEqual([
      'DeliveriesConfirmed',
      'WIRE_SCHEMA_MISMATCH',
    ]);
  });

  test.each<[ErrorCode, string, (parts: Confirmed) => object]>([
    ['RULE_DELIVERY_UNKNOWN', 'from another stream', ({ one }) => ({ stream: one.stream })],
    ['RULE_DELIVERY_UNKNOWN', 'that there is not', () => ({ event: 'A' })],
    ['RULE_STATEMENT_MISMATCH', 'to another', () => ({ authority: 'RU.MOL' })],
    [
      'RULE_STATEMENT_MISMATCH',
      'that had arrived',
      ({ one }) => ({ event: one.event, stream: one.stream }),
    ],
  ])('is found with %s where an event was sent again %s', async (code, _, change) => {
    const parts = confirmedHistory();
    const lie = changed(parts.history, 'DeliveryRedriven', {
      data: (data) => ({ ...data, ...change(parts) }),
    });
    expect(await found(parts.history, lie)).toEqual([['DeliveryRedriven', code]]);
  });

  test('is parked by who received it, never alone', async () => {
    const { history } = confirmedHistory();
    const parked = history.events.find(({ type }) => type === 'DeliveryParked')!;
    const without = history.events.filter((one) => one !== parked);
    expect(await found(history, without)).toContainEqual([
      'DeliveriesConfirmed',
      'RULE_STATEMENT_MISMATCH',
    ]);
    const alone = agreedHistory();
    const data = { authority: 'RU.MOH', event: alone.issue().event, reason: 'UPSTREAM_REFUSED' };
    alone.append('deliveries-RU.MOH', [
      { type: 'DeliveryParked', data, at: alone.now, by: 'RU.MOH' },
    ]);
    expect(await found(alone)).toEqual([['DeliveryParked', 'STORE_CORRUPT']]);
  });
});
