import { Controller, Get, Param, Post, Query, UseGuards } from '@nestjs/common';
import { Equals, IsUUID, Matches } from 'class-validator';
import { JsonBody } from '#platform';
import { SignatureGuard, SignedBy, type Signed } from '../platform/signature.guard.ts';
import { StatementDto } from '../records/push.dto.ts';
import { DeliveryDesk } from './delivery-desk.ts';

export class DeliveryParameters {
  @IsUUID('4')
  event!: string;
}

export class RedriveDto {
  /** The stream of the event, as the message named it. */
  @Matches(/^[a-z]+-[A-Za-z0-9.-]{1,100}$/)
  stream!: string;
}

export class DeliveryFilterDto {
  @Equals('parked')
  status!: 'parked';
}

/** What became of deliveries: confirmed by the authorities' own statements, parked, sent again. */
@Controller('v1/deliveries')
@UseGuards(SignatureGuard)
export class DeliveriesController {
  constructor(private readonly desk: DeliveryDesk) {}

  /** A `delivery-receipt+jws` of at most 500 deliveries. */
  @Post('receipts')
  confirm(@JsonBody(StatementDto) { statement }: StatementDto) {
    return this.desk.confirm(statement);
  }

  /** The asker's own parked deliveries. */
  @Get()
  parked(@Query() _: DeliveryFilterDto, @SignedBy() by: Signed) {
    return { parked: this.desk.parked(by.participant) };
  }

  /** Makes a parked message anew from the store, and sends those it held back. */
  @Post(':event/redrive')
  redrive(
    @Param() { event }: DeliveryParameters,
    @JsonBody(RedriveDto) { stream }: RedriveDto,
    @SignedBy() by: Signed,
  ) {
    return this.desk.redrive(by.participant, event, stream);
  }
}
