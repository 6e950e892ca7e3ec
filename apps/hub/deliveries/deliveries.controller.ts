import { Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { Equals, IsOptional, IsString, IsUUID, Matches } from 'class-validator';
import { FitsIn } from '#platform/validators';
import { RECEIPTS_LENGTH } from '#exchange';
import { Describe, JsonBody, Member } from '#platform';
import { EXAMPLE_ID, EXAMPLE_JWS, EXAMPLE_POSITION } from '../platform/answers.ts';
import { OF_STATEMENTS } from '../platform/refusals.ts';
import { SignedBy, SignedRequests, type Signed } from '../platform/signature.guard.ts';
import {
  CONFIRMED_ANSWER,
  OPEN_ANSWER,
  PARKED_ANSWER,
  REDRIVEN_ANSWER,
  UNHEARD_ANSWER,
} from './delivery.answers.ts';
import { DeliveryDesk } from './delivery-desk.ts';

export class DeliveryParameters {
  @Member('The id of the event that was delivered.', { example: EXAMPLE_ID })
  @IsUUID('4')
  event!: string;
}

export class RedriveDto {
  @Member('The stream of the event, as the message named it.', {
    example: `certificate-KG.MOH-${EXAMPLE_ID}`,
  })
  @Matches(/^[a-z]+-[A-Za-z0-9.-]{1,100}$/)
  stream!: string;
}

/** Of a page. */
export class BehindDto {
  @Member('`next` of the page before.', { example: EXAMPLE_POSITION })
  @IsOptional()
  @IsString()
  @FitsIn(64)
  after?: string;
}

export class DeliveryFilterDto {
  @Member('Which deliveries.', { example: 'parked' })
  @Equals('parked')
  status!: 'parked';
}

/** A statement that is longer than others. */
export class ReceiptsDto {
  @Member('A `delivery-receipt+jws`; contracts/statements/ has its payload.', {
    example: EXAMPLE_JWS,
  })
  @IsString()
  @FitsIn(RECEIPTS_LENGTH)
  statement!: string;
}

/** What became of deliveries: confirmed by the authorities' own statements, parked, sent again. */
@Controller('v1/deliveries')
@SignedRequests()
export class DeliveriesController {
  constructor(private readonly desk: DeliveryDesk) {}

  @Post('receipts')
  @HttpCode(HttpStatus.OK)
  @Describe({
    summary: 'Say what became of deliveries',
    description: 'A `delivery-receipt+jws` of at most 500 deliveries.',
    answers: { 200: CONFIRMED_ANSWER },
    refuses: [...OF_STATEMENTS, 'TRUST_NOT_ALLOWED'],
  })
  confirm(@JsonBody(ReceiptsDto) { statement }: ReceiptsDto) {
    return this.desk.confirm(statement);
  }

  @Get()
  @Describe({ summary: "The asker's own parked deliveries", answers: { 200: PARKED_ANSWER } })
  parked(@Query() _: DeliveryFilterDto, @SignedBy() by: Signed) {
    return { parked: this.desk.parked(by.participant) };
  }

  @Get('open')
  @Describe({
    summary: "The asker's own deliveries that have no answer for good",
    description:
      'PARKED by the adapter; HELD back behind a parked one of the same stream; UNHEARD: under way, or lost there. Answers in pages: `next` goes into `after`, and the last page has none.',
    answers: { 200: OPEN_ANSWER },
  })
  open(@Query() { after = 'start' }: BehindDto, @SignedBy() by: Signed) {
    return this.desk.open(by.participant, after);
  }

  @Post('redrive')
  @HttpCode(HttpStatus.OK)
  @Describe({
    summary: 'Ask for all deliveries again that were not confirmed',
    description:
      'For an adapter whose messages are gone. Answers in pages: `next` goes into the next request, and the last page has none. Of each record the first event is named; all behind it follow.',
    answers: { 200: UNHEARD_ANSWER },
    refuses: ['STORE_CONCURRENT_WRITE'],
  })
  redriveUnheard(@JsonBody(BehindDto) { after = 'start' }: BehindDto, @SignedBy() by: Signed) {
    return this.desk.redriveUnheard(by.participant, after);
  }

  @Post(':event/redrive')
  @HttpCode(HttpStatus.OK)
  @Describe({
    summary: 'Ask for a parked delivery again',
    description: 'The message is made anew from the store, and those it held back follow.',
    answers: { 200: REDRIVEN_ANSWER },
    refuses: ['RULE_DELIVERY_UNKNOWN', 'STORE_CONCURRENT_WRITE'],
  })
  redrive(
    @Param() { event }: DeliveryParameters,
    @JsonBody(RedriveDto) { stream }: RedriveDto,
    @SignedBy() by: Signed,
  ) {
    return this.desk.redrive(by.participant, event, stream);
  }
}
