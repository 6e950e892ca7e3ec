/**
 * The least quorum with which two checkpoints that contradict each other cannot both have one, though `dishonest` of the
 * `witnesses` cosign anything: any two quorums then share a witness that is honest.
 */
export const leastQuorum = (witnesses: number, dishonest: number): number =>
  Math.floor((witnesses + dishonest) / 2) + 1;

/** How many may be dishonest, or away, so that the others still make a quorum. */
export const bearable = (witnesses: number): number => Math.max(0, Math.floor((witnesses - 1) / 3));

/** Whether so many witnesses are a quorum, and can be had at all. */
export const isQuorum = (quorum: number, witnesses: number, dishonest: number): boolean =>
  quorum >= leastQuorum(witnesses, dishonest) && quorum <= witnesses;
