/** The state an authority or agency belongs to: `KG` of `KG.MOH` (architecture §6). */
export function stateOf(participant: string): string {
  const dot = participant.indexOf('.');
  return dot < 0 ? participant : participant.slice(0, dot);
}
