import { stateOf } from './participant-id.ts';

test.each([
  ['KG.MOH', 'KG'],
  ['RU.AGENCY.7', 'RU'],
  ['KZ', 'KZ'],
])('%s belongs to %s', (participant, state) => expect(stateOf(participant)).toBe(state));
