import type { DomainEvent } from '#kernel';
import { HUB } from '../log/event-log.ts';

/**
 * What a hub records however long its log has lacked witnesses. A pause of the log must not keep anybody from being warned: what
 * ends, doubts or erases something takes trust away and gives none, and to hold it up does harm at once, while to store it
 * unseen for a time can be looked at later. What became of deliveries has happened already. All else waits.
 */
const TAKEN: ReadonlySet<string> = new Set([
  'CertificateRevoked',
  'ReviewOpened',
  'RecognitionSuspended',
  'SubjectErased',
  'ConsentWithdrawn',
  'HoldPlaced',
  'KeyRetired',
  'KeyCompromised',
  'LicenceSuspended',
  'LicenceRevoked',
  // Of all states together; a suspension among them.
  'MembershipChanged',
  'ContractSuspended',
  'ContractTerminated',
  'DemandClosed',
  'DemandRefused',
  'DeliveriesConfirmed',
  'DeliveryParked',
  'DeliveryRedriven',
]);

/** Also what the hub does by itself: it ends what was accepted before. */
export const isTakenUnwitnessed = ({ type, by }: Pick<DomainEvent, 'type' | 'by'>): boolean =>
  by === HUB || TAKEN.has(type);
