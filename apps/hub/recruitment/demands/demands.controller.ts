import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { ErrorCode } from '#kernel';
import { Describe, JsonBody } from '#platform';
import type { DemandStatementType } from '#recruitment';
import { AxesDto } from '../../certificates/certificate.dto.ts';
import { RECEIPT_ANSWER } from '../../platform/answers.ts';
import { OF_STATEMENTS } from '../../platform/refusals.ts';
import { SignedBy, SignedRequests, type Signed } from '../../platform/signature.guard.ts';
import { StatementDto } from '../../records/push.dto.ts';
import { BOARD_ANSWER, DEMAND_ANSWER } from './demand.answers.ts';
import { DemandDesk } from './demand-desk.ts';
import { BoardDto, DemandParameters } from './demand.dto.ts';
import { DemandReader } from './demand-reader.ts';

/** What a statement about a registered demand may be refused for. */
const OF_DEMANDS: readonly ErrorCode[] = [
  ...OF_STATEMENTS,
  'RULE_DEMAND_UNKNOWN',
  'RULE_DEMAND_NOT_OPEN',
];

const OF_AGENCIES: readonly ErrorCode[] = ['LICENCE_NOT_ACTIVE', 'LICENCE_SCOPE', 'STORE_BEHIND'];

/** What employers ask for: registered by labour ministries, read by whom a contract names and by licensed agencies. */
@Controller('v1/demands')
@SignedRequests()
export class DemandsController {
  constructor(
    private readonly desk: DemandDesk,
    private readonly reader: DemandReader,
  ) {}

  @Post()
  @Describe({
    summary: 'Register a demand',
    description:
      'A `demand+jws` of the labour ministry where the work is. It is open at once where no corridor needs a quota.',
    answers: { 201: RECEIPT_ANSWER },
    refuses: [
      ...OF_STATEMENTS,
      'TRUST_MEMBERSHIP',
      'TRUST_IAT_TOO_OLD',
      'RULE_DEMAND_INVALID',
      'RULE_CORRIDOR_UNKNOWN',
      'RULE_NO_CONTRACT',
      'RULE_RECORD_ID_REUSED',
      'STORE_BEHIND',
      'STORE_UNWITNESSED',
    ],
  })
  register(@JsonBody(StatementDto) { statement }: StatementDto, @SignedBy() by: Signed) {
    return this.desk.submit('demand+jws', statement, by);
  }

  @Post(':authority/:id/quota')
  @Describe({
    summary: 'Say that the quota covers a demand',
    description:
      "A `demand-quota+jws` of its ministry, which has reserved the places in its state's own books. The demand is open then.",
    answers: { 201: RECEIPT_ANSWER },
    refuses: [...OF_DEMANDS, 'RULE_QUOTA_CATEGORY', 'STORE_UNWITNESSED'],
  })
  quota(
    @Param() demand: DemandParameters,
    @JsonBody(StatementDto) dto: StatementDto,
    @SignedBy() by: Signed,
  ) {
    return this.submit('demand-quota+jws', dto, by, demand);
  }

  @Post(':authority/:id/closing')
  @Describe({
    summary: 'Close a demand',
    description: 'A `demand-closing+jws` of its ministry. Who was selected stays so.',
    answers: { 201: RECEIPT_ANSWER },
    refuses: OF_DEMANDS,
  })
  closing(
    @Param() demand: DemandParameters,
    @JsonBody(StatementDto) dto: StatementDto,
    @SignedBy() by: Signed,
  ) {
    return this.submit('demand-closing+jws', dto, by, demand);
  }

  @Post(':authority/:id/refusal')
  @Describe({
    summary: 'Refuse a demand that waits for its quota',
    description: 'A `demand-refusal+jws` of its ministry.',
    answers: { 201: RECEIPT_ANSWER },
    refuses: OF_DEMANDS,
  })
  refusal(
    @Param() demand: DemandParameters,
    @JsonBody(StatementDto) dto: StatementDto,
    @SignedBy() by: Signed,
  ) {
    return this.submit('demand-refusal+jws', dto, by, demand);
  }

  @Get()
  @Describe({
    summary: 'The board of demands',
    description:
      'What the reader may see: authorities what went to them, agencies what a contract grants them in states that they are licensed for.',
    answers: { 200: BOARD_ANSWER },
    refuses: OF_AGENCIES,
  })
  board(@Query() { status = 'OPEN', limit = '50', ...filter }: BoardDto, @SignedBy() by: Signed) {
    return this.reader.board({ ...filter, openOnly: status === 'OPEN', limit: Number(limit) }, by);
  }

  @Get(':authority/:id')
  @Describe({
    summary: 'Read a demand',
    description: 'How it stood at `validAt` by what the hub had been told at `knownAt`.',
    answers: { 200: DEMAND_ANSWER },
    refuses: ['TRUST_NOT_ALLOWED', 'RULE_DEMAND_UNKNOWN', ...OF_AGENCIES],
  })
  read(@Param() demand: DemandParameters, @Query() axes: AxesDto, @SignedBy() by: Signed) {
    return this.reader.read(demand, axes, by);
  }

  private submit(
    typ: DemandStatementType,
    { statement }: StatementDto,
    by: Signed,
    demand: DemandParameters,
  ) {
    return this.desk.submit(typ, statement, by, demand);
  }
}
