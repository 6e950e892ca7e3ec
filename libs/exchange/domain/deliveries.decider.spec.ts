import { fold, WireError, type ErrorCode } from '#kernel';
import { specFor } from '#testing';
import { deliveries, isSettled, isUnheard } from './deliveries.decider.ts';
import type { DeliveryCommand, DeliveryEvent, DeliveryReceipt } from './exchange.messages.ts';

const given = specFor(deliveries);
const authority = 'RU.MOH';
const at = '2031-05-01T08:00:00.000Z';
const statement = 'header.receipts.signature';
const TIMES = { digest: 'digest', time: at };

const receipt = (
  event: string,
  outcome: DeliveryReceipt['outcome'] = 'DELIVERED',
): DeliveryReceipt => ({
  event,
  outcome,
  ...TIMES,
  ...(['REFUSED', 'PARKED', 'RETAINED'].includes(outcome) && { reason: 'UPSTREAM_REFUSED' }),
  ...(outcome === 'RETAINED' && { until: '2036-05-01T00:00:00.000Z' }),
});
const confirm = (...receipts: DeliveryReceipt[]): DeliveryCommand => ({
  type: 'ConfirmDeliveries',
  data: { authority, receipts, statement },
  at,
  by: authority,
});
const confirmed = (...receipts: DeliveryReceipt[]): DeliveryEvent => ({
  type: 'DeliveriesConfirmed',
  data: { authority, receipts, statement },
  at,
  by: authority,
});
const parked = (event: string): DeliveryEvent => ({
  type: 'DeliveryParked',
  data: { authority, event, reason: 'UPSTREAM_REFUSED' },
  at,
  by: authority,
});
const redrive = (event: string, by = authority): DeliveryCommand => ({
  type: 'RedriveDeliveries',
  data: { authority, deliveries: [{ event, stream: 'certificate-1' }] },
  at,
  by,
});
const redriven = (event: string): DeliveryEvent => ({
  type: 'DeliveryRedriven',
  data: { authority, event, stream: 'certificate-1' },
  at,
  by: authority,
});

/** What the authority has said of the delivery `e1`. */
const STATES = {
  'nothing was said of': [],
  'that was delivered': [confirmed(receipt('e1'))],
  'that was refused': [confirmed(receipt('e1', 'REFUSED'))],
  'that was parked': [confirmed(receipt('e1', 'PARKED')), parked('e1')],
  'that was parked and redriven': [
    confirmed(receipt('e1', 'PARKED')),
    parked('e1'),
    redriven('e1'),
  ],
  'that was retained': [confirmed(receipt('e1', 'RETAINED'))],
  'that was erased': [confirmed(receipt('e1', 'ERASED'))],
} satisfies Record<string, DeliveryEvent[]>;
type Outcomes = Record<keyof typeof STATES, DeliveryEvent[] | ErrorCode>;

function inEveryState(command: DeliveryCommand, outcomes: Outcomes): void {
  test.each(Object.entries(outcomes))('a delivery %s', (state, outcome) => {
    const spec = given(...STATES[state as keyof typeof STATES]).when(command);
    if (typeof outcome === 'string') spec.thenThrows(outcome);
    else spec.then(...outcome);
  });
}

describe('confirming', () => {
  const delivered = [confirmed(receipt('e1'))];
  inEveryState(confirm(receipt('e1')), {
    'nothing was said of': delivered,
    'that was delivered': [],
    'that was refused': delivered,
    'that was parked': delivered,
    'that was parked and redriven': delivered,
    'that was retained': delivered,
    'that was erased': [],
  });
});

describe('parking', () => {
  const held = [confirmed(receipt('e1', 'PARKED')), parked('e1')];
  inEveryState(confirm(receipt('e1', 'PARKED')), {
    'nothing was said of': held,
    'that was delivered': [],
    'that was refused': held,
    'that was parked': [],
    'that was parked and redriven': held,
    'that was retained': held,
    'that was erased': [],
  });
});

describe('an erasure', () => {
  test('that the law puts off may be done later, and is then done', () => {
    const retained = confirmed(receipt('e1', 'RETAINED'));
    given(retained)
      .when(confirm(receipt('e1', 'RETAINED')))
      .then();
    given(retained)
      .when(confirm(receipt('e1', 'ERASED')))
      .then(confirmed(receipt('e1', 'ERASED')));
  });
});

describe('a statement of receipts', () => {
  test('counts as far as it says something new', () =>
    given(confirmed(receipt('e1'), receipt('e2')))
      .when(confirm(receipt('e2'), receipt('e3'), receipt('e1')))
      .then(confirmed(receipt('e3'))));

  test('that lists a delivery twice lists it once', () => {
    given()
      .when(confirm(receipt('e1'), receipt('e1')))
      .then(confirmed(receipt('e1')));
    given()
      .when(confirm(receipt('e1'), receipt('e1', 'PARKED')))
      .then(confirmed(receipt('e1')));
    given()
      .when(confirm(receipt('e1', 'PARKED'), receipt('e1')))
      .then(confirmed(receipt('e1', 'PARKED'), receipt('e1')), parked('e1'));
  });

  test('parks what it says is parked, each by an event of its own', () =>
    given()
      .when(confirm(receipt('e1'), receipt('e2', 'PARKED'), receipt('e3', 'PARKED')))
      .then(
        confirmed(receipt('e1'), receipt('e2', 'PARKED'), receipt('e3', 'PARKED')),
        parked('e2'),
        parked('e3'),
      ));

  test('lists 500 at most', () => {
    const many = Array.from({ length: 500 }, (_, number) => receipt(`e${number}`));
    given()
      .when(confirm(...many))
      .then(confirmed(...many));
    given()
      .when(confirm(...many, receipt('one more')))
      .thenThrows('WIRE_TOO_LARGE');
  });

  test('is for the authority itself', () =>
    given()
      .when({ ...confirm(receipt('e1')), by: 'RU.MOL' })
      .thenThrows('TRUST_NOT_ALLOWED'));

  test.each<[DeliveryReceipt, string]>([
    [{ event: 'e2', outcome: 'PARKED', ...TIMES }, '/receipts/1/reason'],
    [{ event: 'e2', outcome: 'REFUSED', ...TIMES }, '/receipts/1/reason'],
    [{ event: 'e2', outcome: 'RETAINED', until: at, ...TIMES }, '/receipts/1/reason'],
    [{ event: 'e2', outcome: 'RETAINED', reason: 'Law 1', ...TIMES }, '/receipts/1/until'],
  ])('says why: %j', (lacking, pointer) => {
    const spec = given().when(confirm(receipt('e1'), lacking));
    spec.thenThrows('WIRE_SCHEMA_MISMATCH');
    expect(() => spec.then()).toThrow(expect.objectContaining({ pointer }) as WireError);
  });
});

describe('redriving', () => {
  inEveryState(redrive('e1'), {
    'nothing was said of': [redriven('e1')],
    'that was delivered': [],
    'that was refused': [redriven('e1')],
    'that was parked': [redriven('e1')],
    'that was parked and redriven': [redriven('e1')],
    'that was retained': [redriven('e1')],
    'that was erased': [],
  });

  test('one delivery leaves the others as they are', () =>
    given(confirmed(receipt('e1'), receipt('e2')), redriven('e3'))
      .when(redrive('e2'))
      .then());

  test('several at once leaves out those that arrived', () =>
    given(confirmed(receipt('e1'), receipt('e3', 'REFUSED')))
      .when({
        ...redrive('e1'),
        data: {
          authority,
          deliveries: ['e1', 'e2', 'e3'].map((event) => ({ event, stream: 'certificate-1' })),
        },
      } as DeliveryCommand)
      .then(redriven('e2'), redriven('e3')));

  test('is for the authority itself', () =>
    given().when(redrive('e1', 'RU.MOL')).thenThrows('TRUST_NOT_ALLOWED'));
});

test.each<[keyof typeof STATES, 'unheard of' | 'held up' | 'settled']>([
  ['nothing was said of', 'unheard of'],
  ['that was delivered', 'settled'],
  ['that was refused', 'settled'],
  ['that was parked', 'held up'],
  ['that was parked and redriven', 'unheard of'],
  ['that was retained', 'settled'],
  ['that was erased', 'settled'],
])('a delivery %s is %s', (state, standing) => {
  const told = fold(deliveries, STATES[state]);
  expect(isUnheard(told, 'e1')).toBe(standing === 'unheard of');
  expect(isSettled(told, 'e1')).toBe(standing === 'settled');
});
