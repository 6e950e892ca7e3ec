import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Family } from '#credentials';
import { AccessLog } from '../log/access-log.ts';
import type { Signed } from '../platform/signature.guard.ts';
import type { Push } from './intake.ts';
import { RecordPusher, type PushResult } from './record-pusher.ts';
import { noteRefusal } from '../log/note-refusal.ts';

export class PushRecord extends Command<PushResult> {
  constructor(
    readonly push: Push,
    readonly by: Signed,
    readonly family: Family,
  ) {
    super();
  }
}

/** One record. A refusal stands in the access log before it is answered. */
@CommandHandler(PushRecord)
export class PushRecordHandler implements ICommandHandler<PushRecord> {
  constructor(
    private readonly pusher: RecordPusher,
    private readonly access: AccessLog,
  ) {}

  execute({ push, by, family }: PushRecord): Promise<PushResult> {
    return noteRefusal(this.access, by, 'PUSH', () => this.pusher.push(push, by, family));
  }
}
