import { AssignerProtocol, type GroupMember, type PartitionAssigner } from 'kafkajs';

const { MemberMetadata, MemberAssignment } = AssignerProtocol;

type Cluster = Parameters<PartitionAssigner>[0]['cluster'];

/**
 * Gives the one partition to whoever has it: a relay that comes later waits, instead of taking over a lane that is well
 * kept. What members claim is the term in which they last took the lane. One that slept through the loss of it
 * claims an older term than its successor.
 */
export const laneAssigner = (claim: () => number): PartitionAssigner =>
  toOneMember('eurasec-lane', claim, () => [0]);

/**
 * Gives all partitions of a topic to whoever has them: what became of an authority's deliveries stands in one inbox, so a
 * second adapter with another waits instead of taking its share. What members claim is since when they have them.
 */
export const inboxAssigner = (claim: () => number): PartitionAssigner =>
  toOneMember('eurasec-inbox', claim, (cluster, topic) =>
    cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId),
  );

/** All to the member that claims most. */
const toOneMember =
  (
    name: string,
    claim: () => number,
    partitionsOf: (cluster: Cluster, topic: string) => number[],
  ): PartitionAssigner =>
  ({ cluster }) => ({
    name,
    version: 1,

    protocol: ({ topics }) => ({
      name,
      metadata: MemberMetadata.encode({
        version: 1,
        topics,
        userData: Buffer.from(String(claim())),
      }),
    }),

    async assign({ members, topics: [topic] }) {
      const [first] = members.toSorted(
        (one, other) => claimOf(other) - claimOf(one) || (one.memberId < other.memberId ? -1 : 1),
      );
      return members.map(({ memberId }) => ({
        memberId,
        memberAssignment: MemberAssignment.encode({
          version: 1,
          assignment:
            memberId === first!.memberId ? { [topic!]: partitionsOf(cluster, topic!) } : {},
          userData: Buffer.alloc(0),
        }),
      }));
    },
  });

function claimOf({ memberMetadata }: GroupMember): number {
  const { userData } = MemberMetadata.decode(memberMetadata) ?? {};
  return userData ? Number(userData.toString()) || 0 : 0;
}
