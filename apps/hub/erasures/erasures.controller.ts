import { Controller, Post, UseGuards } from '@nestjs/common';
import { JsonBody } from '#platform';
import { SignatureGuard } from '../platform/signature.guard.ts';
import { StatementDto } from '../records/push.dto.ts';
import { Eraser } from './eraser.ts';

/** Erasing a worker, by the state that controls the worker's data. */
@Controller('v1/erasures')
@UseGuards(SignatureGuard)
export class ErasuresController {
  constructor(private readonly eraser: Eraser) {}

  /** An `erasure+jws`. Answered once no key opens any of the worker's records. */
  @Post()
  erase(@JsonBody(StatementDto) { statement }: StatementDto) {
    return this.eraser.erase(statement);
  }
}
