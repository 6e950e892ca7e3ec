import { Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { ErrorCode } from '#kernel';
import { Describe, JsonBody } from '#platform';
import { EVENTS_ANSWER, RECEIPT_ANSWER } from '../platform/answers.ts';
import { OF_STATEMENTS } from '../platform/refusals.ts';
import { EventsReader } from '../audit/events-reader.ts';
import { SignedBy, SignedRequests, type Signed } from '../platform/signature.guard.ts';
import { StatementDto } from '../records/push.dto.ts';
import { CONTRACT_ANSWER, PROPOSED_ANSWER } from './contract.answers.ts';
import { ContractDesk } from './contract-desk.ts';
import { ContractParameters, ProposalDto, SignatureDto } from './contract.dto.ts';

/** What the end of a contract may be refused for. */
const OF_ENDINGS: readonly ErrorCode[] = [
  ...OF_STATEMENTS,
  'RULE_CONTRACT_UNKNOWN',
  'RULE_CONTRACT_VERSION',
  'RULE_CONTRACT_STATE',
  'RULE_NOT_A_PARTY',
  'RULE_EFFECTIVE_TOO_EARLY',
];

/** Exchange contracts between states: everybody who takes part may read them, parties propose, sign and end them. */
@Controller('v1/exchange-contracts')
@SignedRequests()
export class ContractsController {
  constructor(
    private readonly desk: ContractDesk,
    private readonly events: EventsReader,
  ) {}

  @Post()
  @Describe({
    summary: 'Propose a contract version',
    answers: { 201: PROPOSED_ANSWER },
    refuses: [
      'RULE_CONTRACT_INVALID',
      'RULE_CONTRACT_STATE',
      'RULE_CONTRACT_VERSION',
      'RULE_NOT_A_PARTY',
      'TRUST_NOT_ALLOWED',
      'STORE_CONCURRENT_WRITE',
      'STORE_UNWITNESSED',
    ],
  })
  propose(@JsonBody(ProposalDto) { document }: ProposalDto, @SignedBy() by: Signed) {
    return this.desk.propose(document, by.participant);
  }

  @Post(':contract/signatures')
  @Describe({
    summary: 'Sign a contract version',
    description: "One party's signature. The last one activates the version, after the hub's margin.",
    answers: { 201: RECEIPT_ANSWER },
    refuses: [
      ...OF_STATEMENTS,
      'TRUST_NOT_ALLOWED',
      'RULE_CONTRACT_UNKNOWN',
      'RULE_CONTRACT_VERSION',
      'RULE_CONTRACT_STATE',
      'RULE_NOT_A_PARTY',
      'STORE_UNWITNESSED',
    ],
  })
  sign(@Param() { contract }: ContractParameters, @JsonBody(SignatureDto) dto: SignatureDto) {
    return this.desk.sign(contract, dto.hash, dto.signature);
  }

  @Post(':contract/suspension')
  @Describe({
    summary: 'Suspend a contract version',
    description: 'A `contract-suspension+jws` of any party.',
    answers: { 201: RECEIPT_ANSWER },
    refuses: OF_ENDINGS,
  })
  suspend(@Param() { contract }: ContractParameters, @JsonBody(StatementDto) dto: StatementDto) {
    return this.desk.end(contract, 'contract-suspension+jws', dto.statement);
  }

  @Post(':contract/termination')
  @Describe({
    summary: 'End a contract',
    description: 'A `contract-termination+jws` of any party. Lifecycle events still follow their records.',
    answers: { 201: RECEIPT_ANSWER },
    refuses: OF_ENDINGS,
  })
  terminate(@Param() { contract }: ContractParameters, @JsonBody(StatementDto) dto: StatementDto) {
    return this.desk.end(contract, 'contract-termination+jws', dto.statement);
  }

  @Get()
  @Describe({
    summary: 'All contracts, as their events',
    description: 'What adapters and verifiers rebuild their own view from.',
    answers: { 200: EVENTS_ANSWER },
  })
  all(@Res() reply: FastifyReply) {
    return reply.type('application/x-ndjson').send(this.events.stream({ prefixes: ['contract-'] }));
  }

  @Get(':contract')
  @Describe({
    summary: 'Read a contract',
    answers: { 200: CONTRACT_ANSWER },
    refuses: ['RULE_CONTRACT_UNKNOWN'],
  })
  read(@Param() { contract }: ContractParameters) {
    return this.desk.stateOf(contract);
  }
}
