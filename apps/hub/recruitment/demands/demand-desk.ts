import { activeVersions } from '#contracts';
import {
  dayOf,
  RuleBroken,
  stateOf,
  WireError,
  type Clock,
  type Instant,
  type JsonObject,
} from '#kernel';
import { isTaxIdOfFirm } from '#participants';
import {
  demandCommand,
  nameOf,
  routeOfDemand,
  type DemandDocument,
  type DemandGrounds,
  type DemandReference,
  type DemandStatementType,
} from '#recruitment';
import type { AccessLog } from '../../log/access-log.ts';
import type { EventLog } from '../../log/event-log.ts';
import { noteRefusal } from '../../log/note-refusal.ts';
import type { Receipt, Receipts } from '../../log/receipts.ts';
import type { Signed } from '../../platform/signature.guard.ts';
import { checkAge, checkMembership } from '../../records/intake.ts';
import { holdsStatement } from '../../statements/holds-statement.ts';
import { readStatement, type ReadStatement } from '../../statements/read-statement.ts';
import type { HubViews } from '../../views/hub-views.ts';
import { directoryOf } from '../../views/trust-questions.ts';
import { streamOf, type Places } from './places.ts';

type Payload = JsonObject & { readonly iat: number; readonly demand: DemandReference & JsonObject };

/** The life of a demand: registered, its quota reserved, closed or refused, each by a statement of its labour ministry. */
export class DemandDesk {
  private readonly log: EventLog;
  private readonly places: Places;
  private readonly views: HubViews;
  private readonly receipts: Receipts;
  private readonly access: AccessLog;
  private readonly clock: Clock;

  constructor(
    log: EventLog,
    places: Places,
    views: HubViews,
    receipts: Receipts,
    access: AccessLog,
    clock: Clock,
  ) {
    this.log = log;
    this.places = places;
    this.views = views;
    this.receipts = receipts;
    this.access = access;
    this.clock = clock;
  }

  /**
   * The same statement again is answered with the same receipt. A refusal is noted before it is answered.
   * @param path the demand that the path names; none where it is registered
   */
  submit(
    typ: DemandStatementType,
    text: string,
    by: Signed,
    path?: DemandReference,
  ): Promise<Receipt> {
    return noteRefusal(this.access, by, 'SUBMIT', () => this.carryOut(typ, text, path));
  }

  private async carryOut(
    typ: DemandStatementType,
    text: string,
    path: DemandReference | undefined,
  ): Promise<Receipt> {
    const said = readStatement<Payload>(text, typ, this.views.trust, this.clock.now());
    const name = nameOf(said.payload.demand);
    if (path && name !== nameOf(path))
      throw new RuleBroken('RULE_DEMAND_UNKNOWN', 'the statement names another than the path', {
        pointer: '/statement/demand',
      });
    // What was accepted once stays accepted, whatever became of contract or membership since.
    const before = await this.log.read(streamOf(name));
    if (!before.some((one) => holdsStatement(one, text)) && typ === 'demand+jws') this.admit(said);
    await this.places.decide(name, async () => {
      const at = this.clock.now();
      return demandCommand(typ, said.payload, said, at, this.groundsAt(at));
    });
    const stream = await this.log.read(streamOf(name));
    const event = stream.find((one) => holdsStatement(one, text))!;
    await this.views.waitForDemands(stream.at(-1)!.position);
    return this.receipts.of(event, said.digest);
  }

  /** What is asked of a new demand before its rules are: fresh knowledge → membership → age → whose number it names. */
  private admit({ payload: { iat, demand }, by }: ReadStatement<Payload>): void {
    this.views.assertFresh();
    const at = this.clock.now();
    checkMembership(this.views.trust, stateOf(by), at);
    // Sound: the statement's schema was checked.
    const document = demand as unknown as DemandDocument;
    const { under, maxAgeSeconds } = routeOfDemand(document, this.groundsAt(at));
    if (under.length > 0) checkAge(iat, at, maxAgeSeconds);
    if (!isTaxIdOfFirm(document.employer.number, document.destination))
      throw new WireError('WIRE_SCHEMA_MISMATCH', 'an employer is a firm, by its number', {
        pointer: '/statement/demand/employer/number',
      });
  }

  private groundsAt(at: Instant): DemandGrounds {
    return {
      active: activeVersions(this.views.contracts, at),
      directory: directoryOf(this.views.trust),
      today: dayOf(at),
    };
  }
}
