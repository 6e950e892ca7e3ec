import { grantsOf, type ContractsView } from '#contracts';
import type { SealedItem } from '#credentials';
import { grantsSealed } from '#exchange';
import { RuleBroken, type Recipient } from '#kernel';

/** Every sealed item goes to an authority that a contract grants its claim to. @throws RuleBroken `RULE_SEALED_NOT_GRANTED` */
export function checkSealedGranted(
  sealed: readonly SealedItem[],
  to: readonly Recipient[],
  contracts: ContractsView,
): void {
  for (const [index, item] of sealed.entries()) {
    const recipient = to.find(({ authority }) => authority === item.to);
    if (recipient && grantsSealed(grantsOf(contracts, recipient.grants), item.path)) continue;
    throw new RuleBroken('RULE_SEALED_NOT_GRANTED', `nothing grants a sealed claim to ${item.to}`, {
      pointer: `/sealed/${index}`,
      facts: { authority: item.to },
    });
  }
}
