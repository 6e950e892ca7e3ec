import { actOf, RuleBroken, stateOf, type Clock, type Instant } from '#kernel';
import {
  agency,
  agencyRegister,
  authority,
  participant,
  statementCommand,
  type RegisterFilter,
} from '#participants';
import { sha256, type GenesisFile } from '#signing';
import type { HubOptions } from '../hub.options.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Receipt, Receipts } from '../log/receipts.ts';
import type { HubViews } from '../views/hub-views.ts';

/** Statements of participants: verified from genesis on, decided on the state's stream, answered with a receipt. */
export class ParticipantDesk {
  private readonly log: EventLog;
  private readonly views: HubViews;
  private readonly receipts: Receipts;
  private readonly clock: Clock;
  private readonly genesisFile: GenesisFile;

  constructor(
    log: EventLog,
    views: HubViews,
    receipts: Receipts,
    clock: Clock,
    { genesisFile }: HubOptions,
  ) {
    this.log = log;
    this.views = views;
    this.receipts = receipts;
    this.clock = clock;
    this.genesisFile = genesisFile;
  }

  /** The same statement again is answered with the same receipt. @throws HubError */
  async submit(statement: string): Promise<Receipt> {
    const { stream, command } = statementCommand(
      statement,
      this.views.trust,
      this.genesisFile.document,
      this.clock.now(),
    );
    const { before, stored } = await this.log.carryOut(stream, participant, command);
    const event = [...stored, ...before].find(({ data }) => {
      const held = (data as { statement?: string }).statement;
      return held !== undefined && actOf(held) === actOf(statement);
    });
    if (!event)
      throw new RuleBroken('RULE_ALREADY_ENDORSED', 'another statement already said the same');
    await this.views.waitFor(event.position);
    return this.receipts.of(event, sha256(statement));
  }

  /** What the trust list says of a state, an authority or an agency, with its keys. */
  describe(id: string) {
    const { trust } = this.views;
    const state = trust.states.get(stateOf(id));
    const found = id === stateOf(id) ? state : (authority(trust, id) ?? agency(trust, id));
    if (!state || !found) throw new RuleBroken('RULE_AUTHORITY_UNKNOWN', `${id} is not known`);
    const keys = [...state.keys.values()].filter(({ holder }) => holder === id);
    const { memberships } = state;
    return id === state.state ? { id, memberships } : { ...found, keys };
  }

  /**
   * The register of agencies as it was in effect at `validAt`, by all that is known now. What was known earlier anybody
   * finds out from the trust list.
   * @throws StoreError STORE_BEHIND rather than call a licence active that was suspended meanwhile
   */
  register({ validAt = this.clock.now(), ...filter }: RegisterFilter & { validAt?: Instant }) {
    this.views.assertFresh();
    return { validAt, agencies: agencyRegister(this.views.trust, validAt, filter) };
  }

  genesis() {
    return this.genesisFile;
  }
}
