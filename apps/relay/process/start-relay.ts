import type { KeyFolder } from '#client';
import { readGenesis } from '#composition';
import type { Configuration, Lifecycle, Operations } from '#platform';
import { Relay, type RelayParts } from '../relay.ts';
import { RelaySecrets } from '../relay-secrets.ts';

/** What a relay works with; whoever opened it closes it after the relay. */
export type RelayPorts = Omit<RelayParts, 'secrets' | 'hubLaneKey'> & { readonly keys: KeyFolder };

/** A relay for the lanes that LANES names. It carries those that no other relay has, and waits for the rest. */
export async function startRelay(
  configuration: Configuration<'LANES' | 'GENESIS' | 'RELAY_SECRET'>,
  { keys, ...ports }: RelayPorts,
  { health, metrics }: Operations,
  lifecycle: Lifecycle,
): Promise<void> {
  const { LANES, RELAY_SECRET } = configuration;
  const [{ genesis }, hubLaneKey] = await Promise.all([
    readGenesis(configuration),
    keys.load('HUB', 'lane'),
  ]);
  const states = LANES === 'all' ? genesis.states.map(({ state }) => state) : LANES;
  const secrets = new RelaySecrets(RELAY_SECRET);
  const relay = new Relay(states, { ...ports, secrets, hubLaneKey });
  lifecycle.onClose('relay', () => relay.close());
  health.register('lanes', () =>
    relay.lanes.some(({ standing }) => standing === 'TAKEN')
      ? 'another process took a lane from this one'
      : undefined,
  );
  const label = 'state';
  metrics.watch(
    { label, name: 'relay_lane_carried', help: 'Whether this relay has the lane of the state' },
    () => relay.lanes.map(({ state, standing }) => [state, Number(standing === 'CARRIED')]),
  );
  metrics.watch(
    { label, name: 'relay_lane_stops', help: 'How often the lane has stopped by an error' },
    () => relay.lanes.map(({ state, stops }) => [state, stops]),
  );
  metrics.watch(
    { label, name: 'relay_lane_messages', help: 'Messages published into the lane' },
    () => relay.lanes.map(({ state, messages }) => [state, messages]),
  );
}
