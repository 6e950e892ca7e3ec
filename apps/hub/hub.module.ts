import { Module, type DynamicModule, type FactoryProvider, type Type } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { EventStore } from '#event-store';
import { Clock, Ids } from '#kernel';
import { Health, Logger, Metrics, PlatformModule } from '#platform';
import { Vault } from '#vault';
import { AsOfController } from './as-of/as-of.controller.ts';
import { AsOfDesk } from './as-of/as-of-desk.ts';
import { ExcerptReader } from './as-of/excerpt-reader.ts';
import { AuditController } from './audit/audit.controller.ts';
import { EventsReader } from './audit/events-reader.ts';
import { BundleDesk } from './bundles/bundle-desk.ts';
import { BundlesController } from './bundles/bundles.controller.ts';
import { ReplayDesk } from './audit/replay-desk.ts';
import { CaseDesk } from './recruitment/cases/case-desk.ts';
import { CaseReader } from './recruitment/cases/case-reader.ts';
import { CasesController } from './recruitment/cases/cases.controller.ts';
import { CertificateReader } from './certificates/certificate-reader.ts';
import { CertificateStatements } from './certificates/certificate-statements.ts';
import { CertificatesController } from './certificates/certificates.controller.ts';
import { ReadCertificateHandler } from './certificates/read-certificate.handler.ts';
import { SubmitCertificateStatementHandler } from './certificates/submit-statement.handler.ts';
import { ContractDesk } from './contracts/contract-desk.ts';
import { ContractsController } from './contracts/contracts.controller.ts';
import { DeliveriesController } from './deliveries/deliveries.controller.ts';
import { DeliveryDesk } from './deliveries/delivery-desk.ts';
import { Eraser } from './erasures/eraser.ts';
import { ErasuresController } from './erasures/erasures.controller.ts';
import { EvidenceController } from './evidence/evidence.controller.ts';
import { HubLife, HubParts } from './hub.life.ts';
import { HubOptions } from './hub.options.ts';
import { AccessLog } from './log/access-log.ts';
import { EventLog } from './log/event-log.ts';
import { Receipts } from './log/receipts.ts';
import { ParticipantDesk } from './participants/participant-desk.ts';
import { ParticipantsController } from './participants/participants.controller.ts';
import { PositionGuard } from './platform/position.guard.ts';
import { SignatureGuard } from './platform/signature.guard.ts';
import { Backfill } from './processes/backfill.ts';
import { CompromiseReview } from './processes/compromise-review.ts';
import { AccessLogController } from './proofs/access-log.controller.ts';
import { LogDesk } from './proofs/log-desk.ts';
import { LogWatch } from './proofs/log-watch.ts';
import { ProofsController } from './proofs/proofs.controller.ts';
import { ReceiptProofsController } from './proofs/receipt-proofs.controller.ts';
import { ReceiptProver } from './proofs/receipt-prover.ts';
import { EntriesController, TilesController } from './proofs/tiles.controller.ts';
import { WitnessesController } from './proofs/witnesses.controller.ts';
import { PushBatchHandler } from './records/push-batch.handler.ts';
import { PushRecordHandler } from './records/push-record.handler.ts';
import { RecordPusher } from './records/record-pusher.ts';
import { OwnStatusDesk } from './recruitment/own-status/own-status-desk.ts';
import { OwnStatusController } from './recruitment/own-status/own-status.controller.ts';
import { DemandDesk } from './recruitment/demands/demand-desk.ts';
import { DemandReader } from './recruitment/demands/demand-reader.ts';
import { DemandsController } from './recruitment/demands/demands.controller.ts';
import { Places } from './recruitment/demands/places.ts';
import { PastLists } from './status-lists/past-lists.ts';
import { PastListsController } from './status-lists/past-lists.controller.ts';
import { PublishedListsController } from './status-lists/published-lists.controller.ts';
import { StatusListDesk } from './status-lists/status-list-desk.ts';
import { StatusListsController } from './status-lists/status-lists.controller.ts';
import { MedicalCheck } from './verifications/medical-check.ts';
import { Quota } from './verifications/quota.ts';
import { RecordOpener } from './verifications/record-opener.ts';
import { VerificationsController } from './verifications/verifications.controller.ts';
import { Verifier } from './verifications/verifier.ts';
import { HubViews } from './views/hub-views.ts';

/** A provider whose constructor takes other providers, in order. */
const made = <Made>(
  type: abstract new (...parts: never[]) => Made,
  ...inject: readonly FactoryProvider['provide'][]
): FactoryProvider => ({
  provide: type,
  useFactory: (...parts: never[]) => new (type as Type<Made>)(...parts),
  inject: [...inject] as NonNullable<FactoryProvider['inject']>,
});

/** A provider that `HubLife` has opened. */
const part = <Name extends keyof HubParts>(
  provide: FactoryProvider['provide'],
  name: Name,
): FactoryProvider => ({
  provide,
  useFactory: (parts: HubParts) => parts[name],
  inject: [HubParts],
});

const CONTROLLERS = [
  AccessLogController,
  AsOfController,
  AuditController,
  BundlesController,
  CasesController,
  CertificatesController,
  ContractsController,
  DeliveriesController,
  DemandsController,
  EntriesController,
  ErasuresController,
  EvidenceController,
  OwnStatusController,
  ParticipantsController,
  PastListsController,
  ProofsController,
  PublishedListsController,
  ReceiptProofsController,
  StatusListsController,
  TilesController,
  VerificationsController,
  WitnessesController,
];

const HANDLERS = [
  PushRecordHandler,
  PushBatchHandler,
  SubmitCertificateStatementHandler,
  ReadCertificateHandler,
];

/** The hub's HTTP API over ports that the composing process has opened. */
@Module({})
export class HubModule {
  static with(parts: HubParts, logger: Logger): DynamicModule {
    return {
      module: HubModule,
      imports: [PlatformModule.with(logger), CqrsModule.forRoot()],
      controllers: CONTROLLERS,
      providers: [
        { provide: HubParts, useValue: parts },
        part(EventStore, 'store'),
        part(Vault, 'vault'),
        part(HubViews, 'views'),
        part(Clock, 'clock'),
        part(Ids, 'ids'),
        part(HubOptions, 'options'),
        part(AccessLog, 'access'),
        {
          provide: Receipts,
          useFactory: ({ receiptKey }: HubOptions) => new Receipts(receiptKey),
          inject: [HubOptions],
        },
        {
          provide: LogDesk,
          useFactory: ({ log }: HubParts) => new LogDesk(log),
          inject: [HubParts],
        },
        made(EventLog, EventStore, Ids, LogWatch),
        made(EventsReader, EventStore),
        made(ReplayDesk, HubParts),
        made(ExcerptReader, EventStore, LogDesk),
        made(AsOfDesk, ExcerptReader, HubViews, AccessLog, Clock, HubOptions),
        made(BundleDesk, HubParts, ExcerptReader, Receipts, LogDesk),
        made(ReceiptProver, EventStore, LogDesk, Receipts, HubViews),
        made(LogWatch, HubParts, Health, Metrics),
        made(RecordPusher, EventLog, Vault, HubViews, Receipts, Clock, LogWatch),
        made(CertificateStatements, EventLog, HubViews, Receipts, Clock),
        made(CertificateReader, EventLog, Vault, HubViews, AccessLog, Clock),
        made(ContractDesk, EventLog, HubViews, Receipts, Clock, HubOptions),
        made(ParticipantDesk, EventLog, HubViews, Receipts, Clock, HubOptions),
        made(DeliveryDesk, EventLog, EventStore, HubViews, Clock),
        made(Places, EventLog, Clock),
        made(DemandDesk, EventLog, Places, HubViews, Receipts, AccessLog, Clock),
        made(DemandReader, EventLog, HubViews, AccessLog, Clock),
        made(Eraser, EventLog, EventStore, Vault, HubViews, Receipts, Clock),
        made(RecordOpener, EventLog, Vault),
        made(PastLists, HubParts),
        made(StatusListDesk, HubParts),
        made(Quota),
        made(Verifier, HubParts, RecordOpener, Quota),
        made(MedicalCheck, HubParts, RecordOpener),
        made(OwnStatusDesk, HubParts, EventLog, MedicalCheck, Quota),
        made(
          CaseDesk,
          ...[EventLog, Vault, HubViews, Receipts, AccessLog, Clock, Places, MedicalCheck],
        ),
        made(CaseReader, EventLog, Vault, HubViews, AccessLog, Clock),
        made(Backfill, EventLog, EventStore, Vault, HubViews, Clock),
        made(CompromiseReview, EventLog, EventStore, HubViews, Clock),
        made(HubLife, HubParts, Health, Logger, DeliveryDesk, Eraser, Backfill, CompromiseReview),
        { provide: APP_GUARD, useClass: PositionGuard },
        SignatureGuard,
        ...HANDLERS,
      ],
    };
  }
}
