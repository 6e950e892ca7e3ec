import { AssignerProtocol, type GroupMember, type PartitionAssigner } from 'kafkajs';

const { MemberMetadata, MemberAssignment } = AssignerProtocol;

/**
 * Gives the one partition to whoever has it: a relay that comes later waits, instead of taking over a lane that is well
 * kept. What members claim is the term in which they last took the lane. One that slept through the loss of it
 * claims an older term than its successor.
 */
export const laneAssigner =
  (claim: () => number): PartitionAssigner =>
  () => ({
    name: 'eurasec-lane',
    version: 1,

    protocol: ({ topics }) => ({
      name: 'eurasec-lane',
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
          assignment: memberId === first!.memberId ? { [topic!]: [0] } : {},
          userData: Buffer.alloc(0),
        }),
      }));
    },
  });

function claimOf({ memberMetadata }: GroupMember): number {
  const { userData } = MemberMetadata.decode(memberMetadata) ?? {};
  return userData ? Number(userData.toString()) || 0 : 0;
}
