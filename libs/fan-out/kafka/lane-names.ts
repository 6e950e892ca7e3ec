import { topicOf } from '../delivery.ts';

/** What a lane is called on the brokers. */
export type LaneNames = {
  readonly state: string;
  /** The topic of one generation of its messages. Sealed into a message is the name of the lane, which stays the same. */
  messages(generation: number): string;
  /** The topic where its position is kept. Who is assigned the one partition has the lane. Also names the group of the relays
   *  that want it, and the transactions of the one that has it. */
  readonly book: string;
  /** The group of an authority's adapters, of one topic. */
  group(topic: string, authority: string): string;
};

/** @param prefix keeps hubs apart that share brokers */
export const laneNames = (state: string, prefix = ''): LaneNames => ({
  state,
  messages: (generation) => `${prefix}${topicOf(state)}${generation === 1 ? '' : `.${generation}`}`,
  book: `${prefix}relay.lanes.${state}`,
  group: (topic, authority) => `${topic}:${authority}`,
});
