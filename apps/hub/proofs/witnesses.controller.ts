import { Controller, Get } from '@nestjs/common';
import { Describe } from '#platform';
import { HubParts } from '../hub.life.ts';
import { LogWatch } from './log-watch.ts';
import { WITNESSES_ANSWER } from './proof.answers.ts';

/** How the log stands with its witnesses, as its operator sees it. Proof is in the checkpoint's cosignatures alone. */
@Controller('v1/log/witnesses')
export class WitnessesController {
  constructor(
    private readonly parts: HubParts,
    private readonly watch: LogWatch,
  ) {}

  @Get()
  @Describe({
    summary: 'The witnesses of the log',
    description:
      'Who is asked to cosign, how many must, what each said last, and which of them work in the hub itself, so that they are not independent of its operator.',
    answers: { 200: WITNESSES_ANSWER },
  })
  standing() {
    const { quorum = 0, standings = [] } = this.parts.witnessing ?? {};
    return { ...this.watch.standing, quorum, witnesses: standings };
  }
}
