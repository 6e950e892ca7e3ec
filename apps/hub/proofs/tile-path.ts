import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { WireError } from '#kernel';
import { encodeBundle, parseTilePath } from '#transparency';
import type { PublishedLog } from './published-log.ts';

/** What C2SP tlog-tiles asks for: a tile of a published tree never changes. That there is none may change at any time. */
export const sendForEver = (reply: FastifyReply, whose: 'public' | 'private', bytes: Buffer) =>
  reply
    .header('cache-control', `${whose}, max-age=31536000, immutable`)
    .type('application/octet-stream')
    .send(bytes);

/** The rest of the path behind a wildcard, as it came. */
export const TilePath = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { params } = context.switchToHttp().getRequest<FastifyRequest>();
  return (params as Readonly<Record<string, string>>)['*'] ?? '';
});

/** Describes the wildcard: one parameter, though its slashes are part of the path. */
export const DescribeTilePath = (description: string, example: string): MethodDecorator =>
  applyDecorators(ApiParam({ name: 'path', description, schema: { type: 'string' }, example }));

/** @throws WireError WIRE_NOT_FOUND for what is no tile, or none of the published tree */
export function tileAt(log: PublishedLog | undefined, path: string): Buffer {
  const tile = parseTilePath(`tile/${path}`);
  const hashes = tile && tile.level !== 'entries' ? log?.tile(tile) : undefined;
  if (!hashes) throw new WireError('WIRE_NOT_FOUND', 'no tile of the published tree');
  return hashes;
}

/** @throws WireError WIRE_NOT_FOUND for what is no bundle of entries, or none of the published tree */
export function bundleAt(log: PublishedLog | undefined, path: string): Buffer {
  const bundle = parseTilePath(`tile/entries/${path}`);
  const entries = bundle?.level === 'entries' ? log?.entries?.(bundle) : undefined;
  if (!entries) throw new WireError('WIRE_NOT_FOUND', 'no entries of the published tree');
  return encodeBundle(entries);
}
