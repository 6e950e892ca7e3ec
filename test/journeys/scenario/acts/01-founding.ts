import { replayTrust } from '#participants';
import { decode, type RecordedEvent } from '#event-store';
import type { Cast } from '../cast.ts';
import type { Story } from '../story.ts';

/** Anybody can check who takes part, from genesis and nothing else. */
export async function founding(story: Story, cast: Cast): Promise<void> {
  story.act('Founding');
  const { genesis } = cast.stage;
  await story.step('five states', 'sign genesis with their offline roots', '5 roots', async () =>
    Promise.resolve(`${genesis.states.length} roots`),
  );
  await story.step(
    'anybody',
    'rebuilds the trust list from genesis, every endorsement verified',
    '13 authorities, 2 agencies, 0 refused',
    async () => {
      const hub = await cast.client('KG.MOH');
      const events = (await Array.fromAsync(hub.trustList())) as RecordedEvent[];
      const { trust, refused } = replayTrust(genesis, events.map(decode) as never);
      const states = [...trust.states.values()];
      const authorities = states.flatMap((state) => [...state.authorities.keys()]);
      const agencies = states.flatMap((state) => [...state.agencies.keys()]);
      return `${authorities.length} authorities, ${agencies.length} agencies, ${refused.length} refused`;
    },
  );
  await story.step(
    'KG.MOH',
    'pushes before any contract is signed',
    'RULE_NO_CONTRACT',
    async () => {
      await cast.push('too early', 1);
      return 'stored';
    },
  );
}
