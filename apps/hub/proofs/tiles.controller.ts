import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Describe } from '#platform';
import { assertAuditor } from '../as-of/as-of-desk.ts';
import { HubParts } from '../hub.life.ts';
import { SignedBy, SignedRequests, type Signed } from '../platform/signature.guard.ts';
import { HubViews } from '../views/hub-views.ts';
import { BUNDLE_ANSWER, TILE_ANSWER } from './proof.answers.ts';
import { bundleAt, DescribeTilePath, sendForEver, tileAt, TilePath } from './tile-path.ts';

/** The log's tree, for everybody (C2SP tlog-tiles): hashes, from which whoever reads them makes every proof. */
@Controller('v1/log/tile')
export class TilesController {
  constructor(private readonly parts: HubParts) {}

  @Get('*')
  @DescribeTilePath('`<level>/<index>`, or `<level>/<index>.p/<width>`.', '0/x001/234')
  @Describe({
    summary: "A tile of the log's tree",
    description:
      'Up to 256 hashes of 32 bytes. Its index is written in groups of three digits, as C2SP tlog-tiles says; it never changes.',
    answers: { 200: TILE_ANSWER },
  })
  tile(@TilePath() path: string, @Res() reply: FastifyReply) {
    return sendForEver(reply, 'public', tileAt(this.parts.log, path));
  }
}

/** What the leaves are of, for auditors: streams are named after records. Digests only, so who reads them is not noted. */
@Controller('v1/log/tile/entries')
@SignedRequests()
export class EntriesController {
  constructor(
    private readonly parts: HubParts,
    private readonly views: HubViews,
  ) {}

  @Get('*')
  @DescribeTilePath('`<index>`, or `<index>.p/<width>`.', 'x001/234')
  @Describe({
    summary: 'A bundle of entries of the log',
    description: 'For authorities with the role `auditor`: what up to 256 leaves are hashes of.',
    answers: { 200: BUNDLE_ANSWER },
    refuses: ['TRUST_NOT_ALLOWED'],
  })
  entries(@TilePath() path: string, @SignedBy() by: Signed, @Res() reply: FastifyReply) {
    assertAuditor(this.views, by);
    return sendForEver(reply, 'private', bundleAt(this.parts.log, path));
  }
}
