import type { Case } from './case.ts';
import type { Step } from './case.messages.ts';
import { TRANSITIONS } from './transitions.ts';

/** The step that a rule of the hub takes from where the case stands, if there is one; its guards are still asked. */
export function derivedStep({ status, since }: Case): Step | undefined {
  const row = TRANSITIONS.find(({ from, who }) => from.includes(status) && who.includes('HUB'));
  return row && { step: row.step, actor: { capacity: 'HUB' }, occurredAt: since };
}
