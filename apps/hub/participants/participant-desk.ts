import { actOf, fold, RuleBroken, type Clock } from '#kernel';
import { participant, statementCommand } from '#participants';
import { genesisHash, sha256, signGeneral, type GenesisFile } from '#signing';
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
    genesisFile: GenesisFile,
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

  describe(id: string) {
    return this.views.describe(id);
  }

  genesis() {
    return this.genesisFile;
  }
}
