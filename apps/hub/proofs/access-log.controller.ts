import { Controller, Get, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { StoreError } from '#kernel';
import { Describe } from '#platform';
import { assertAuditor } from '../as-of/as-of-desk.ts';
import { HubParts } from '../hub.life.ts';
import { SignedBy, SignedRequests, type Signed } from '../platform/signature.guard.ts';
import { HubViews } from '../views/hub-views.ts';
import { BUNDLE_ANSWER, CHECKPOINT_ANSWER, TILE_ANSWER } from './proof.answers.ts';
import { bundleAt, DescribeTilePath, sendForEver, tileAt, TilePath } from './tile-path.ts';

/**
 * The access log has a tree of its own, under the origin `<origin>/access-log`: for auditors, since its size alone says
 * how much is asked.
 */
@Controller('v1/access-log')
@SignedRequests()
export class AccessLogController {
  constructor(
    private readonly parts: HubParts,
    private readonly views: HubViews,
  ) {}

  @Get('checkpoint')
  @Header('content-type', 'text/plain; charset=utf-8')
  @Describe({
    summary: "The access log's newest checkpoint",
    description:
      'For authorities with the role `auditor`. Its origin is that of the log and `/access-log`.',
    answers: { 200: CHECKPOINT_ANSWER },
    refuses: ['TRUST_NOT_ALLOWED', 'STORE_BEHIND'],
  })
  checkpoint(@SignedBy() by: Signed): string {
    assertAuditor(this.views, by);
    const newest = this.parts.accessLog?.published;
    if (!newest) throw new StoreError('STORE_BEHIND', 'the access log has published no checkpoint');
    return newest.checkpoint;
  }

  @Get('tile/*')
  @DescribeTilePath('`<level>/<index>`, or `<level>/<index>.p/<width>`.', '0/000.p/42')
  @Describe({
    summary: "A tile of the access log's tree",
    description: 'For authorities with the role `auditor`.',
    answers: { 200: TILE_ANSWER },
    refuses: ['TRUST_NOT_ALLOWED'],
  })
  tile(@TilePath() path: string, @SignedBy() by: Signed, @Res() reply: FastifyReply) {
    assertAuditor(this.views, by);
    return sendForEver(reply, 'private', tileAt(this.parts.accessLog, path));
  }

  @Get('tile/entries/*')
  @DescribeTilePath('`<index>`, or `<index>.p/<width>`.', '000.p/42')
  @Describe({
    summary: 'A bundle of entries of the access log',
    description: 'For authorities with the role `auditor`.',
    answers: { 200: BUNDLE_ANSWER },
    refuses: ['TRUST_NOT_ALLOWED'],
  })
  entries(@TilePath() path: string, @SignedBy() by: Signed, @Res() reply: FastifyReply) {
    assertAuditor(this.views, by);
    return sendForEver(reply, 'private', bundleAt(this.parts.accessLog, path));
  }
}
