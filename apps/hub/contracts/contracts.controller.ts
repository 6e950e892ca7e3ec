import { Controller, Get, Param, Post, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { JsonBody } from '#platform';
import { EventsReader } from '../audit/events-reader.ts';
import { SignatureGuard, SignedBy, type Signed } from '../platform/signature.guard.ts';
import { StatementDto } from '../records/push.dto.ts';
import { ContractDesk } from './contract-desk.ts';
import { ContractParameters, ProposalDto, SignatureDto } from './contract.dto.ts';

/** Exchange contracts between states: everybody who takes part may read them, parties propose, sign and end them. */
@Controller('v1/exchange-contracts')
@UseGuards(SignatureGuard)
export class ContractsController {
  constructor(
    private readonly desk: ContractDesk,
    private readonly events: EventsReader,
  ) {}

  /** The document exactly as it will be signed. Answers with its hash and a receipt. */
  @Post()
  propose(@JsonBody(ProposalDto) { document }: ProposalDto, @SignedBy() by: Signed) {
    return this.desk.propose(document, by.participant);
  }

  @Post(':contract/signatures')
  sign(@Param() { contract }: ContractParameters, @JsonBody(SignatureDto) dto: SignatureDto) {
    return this.desk.sign(contract, dto.hash, dto.signature);
  }

  @Post(':contract/suspension')
  suspend(@Param() { contract }: ContractParameters, @JsonBody(StatementDto) dto: StatementDto) {
    return this.desk.end(contract, 'contract-suspension+jws', dto.statement);
  }

  @Post(':contract/termination')
  terminate(@Param() { contract }: ContractParameters, @JsonBody(StatementDto) dto: StatementDto) {
    return this.desk.end(contract, 'contract-termination+jws', dto.statement);
  }

  /** Every contract event, as NDJSON: what adapters and verifiers rebuild their own view from. */
  @Get()
  all(@Res() reply: FastifyReply) {
    return reply.type('application/x-ndjson').send(this.events.stream({ prefixes: ['contract-'] }));
  }

  @Get(':contract')
  read(@Param() { contract }: ContractParameters) {
    return this.desk.stateOf(contract);
  }
}
