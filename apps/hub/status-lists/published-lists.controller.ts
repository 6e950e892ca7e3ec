import { Controller, Get, Header, Headers, Param, Res } from '@nestjs/common';
import { Matches } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { Describe, Member } from '#platform';
import { LIST_ANSWER, LISTS_ANSWER, UNCHANGED_ANSWER } from './status-list.answers.ts';
import { StatusListDesk } from './status-list-desk.ts';

export class ListParameters {
  @Member('The name of a list; clearances name its URI.', { example: 'KG.MOH-1' })
  @Matches(/^[A-Z]{2}(\.[A-Z0-9]+)+-[1-9][0-9]{0,8}$/)
  list!: string;
}

/** Status lists, for everybody: who asks says of nobody in particular that they are asked about. */
@Controller('v1/status-lists')
export class PublishedListsController {
  constructor(private readonly desk: StatusListDesk) {}

  @Get()
  @Header('cache-control', 'public, max-age=60')
  @Describe({
    summary: 'Where the status lists are',
    description: 'For whoever keeps all of them, to check clearances where there is no network.',
    answers: { 200: LISTS_ANSWER },
  })
  async lists() {
    return { status_lists: await this.desk.uris() };
  }

  @Get(':list')
  @Describe({
    summary: 'A status list',
    description:
      'How things stand with every clearance that has an index in it: 0 is good, 1 is revoked, superseded, under review or erased. What is recorded shows at most 2 s later.',
    answers: { 200: LIST_ANSWER, 304: UNCHANGED_ANSWER },
    refuses: ['RULE_STATUS_NOT_DELEGATED', 'STORE_BEHIND'],
  })
  async list(
    @Param() { list }: ListParameters,
    @Headers('if-none-match') known: string | undefined,
    @Res() reply: FastifyReply,
  ) {
    const { token, etag, maxAge } = await this.desk.published(list);
    void reply.headers({ etag, 'cache-control': `public, max-age=${maxAge}` });
    const tags = known?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
    if (tags?.some((tag) => tag === etag || tag === '*')) return reply.code(304).send();
    return reply.type(LIST_ANSWER.type).send(token);
  }
}
