import { deliveries, type DeliveryCommand, type DeliveryReceipt } from '#exchange';
import { decide, fold, RuleBroken, StoreError, WireError } from '#kernel';
import { isObject } from '#signing';
import { assertDecided, type Append } from './append.ts';
import type { Address, Known } from './known.ts';
import type { HistoryEvent } from './read-event.ts';
import { readStatement } from './read-statement.ts';
import { textIn } from './text-in.ts';

/** What an authority said became of its deliveries: said by itself, and of what went to it. */
export function proveDeliveries(append: Append, known: Known): void {
  const id = append[0].stream.slice('deliveries-'.length);
  const state = known.deliveries.get(id) ?? deliveries.initial;
  const command = commandFor(append, id, known);
  assertDecided(append, decide(deliveries, command, state));
  known.deliveries.set(id, fold(deliveries, append, state));
}

function commandFor(append: Append, authority: string, known: Known): DeliveryCommand {
  const [first] = append;
  const { type, at } = first;
  if (type === 'DeliveryRedriven') {
    const asked = append.map(({ data }) => redrivenIn(data, authority, known));
    return { type: 'RedriveDeliveries', data: { authority, deliveries: asked }, at, by: authority };
  }
  if (type !== 'DeliveriesConfirmed')
    throw new StoreError('STORE_CORRUPT', `a ${type} that no confirmation goes before`);
  const { payload, by, text: statement } = readStatement(first, 'delivery-receipt+jws', known);
  const receipts = receiptsIn(payload['receipts']);
  for (const { event, outcome } of receipts)
    if (!addressOf(event, authority, known).isProved && outcome !== 'REFUSED')
      throw new RuleBroken('RULE_DELIVERY_UNKNOWN', 'an event was taken that nothing proves');
  const confirmed = { authority: textIn(payload, 'authority'), receipts, statement };
  return { type: 'ConfirmDeliveries', data: confirmed, at, by };
}

function redrivenIn(data: HistoryEvent['data'], authority: string, known: Known) {
  const [event, stream] = [textIn(data, 'event'), textIn(data, 'stream')];
  if (addressOf(event, authority, known).stream !== stream)
    throw new RuleBroken('RULE_DELIVERY_UNKNOWN', 'the event lies in another stream');
  return { event, stream };
}

function addressOf(event: string, authority: string, { addressed }: Known): Address {
  const address = addressed.get(event);
  if (address?.to.some((one) => one.authority === authority)) return address;
  throw new RuleBroken('RULE_DELIVERY_UNKNOWN', `an event that never went to ${authority}`);
}

function receiptsIn(value: unknown): readonly DeliveryReceipt[] {
  if (Array.isArray(value) && value.every(isReceipt)) return value;
  throw new WireError('WIRE_SCHEMA_MISMATCH', 'a confirmation of nothing');
}

const OUTCOMES: readonly unknown[] = ['DELIVERED', 'ERASED', 'RETAINED', 'REFUSED', 'PARKED'];

const isReceipt = (value: unknown): value is DeliveryReceipt =>
  isObject(value) && typeof value['event'] === 'string' && OUTCOMES.includes(value['outcome']);
