import 'reflect-metadata';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { Controller, Get, Injectable, Module, Param, Post, Query, Res } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { IsString, Length, Matches } from 'class-validator';
import { StoreError } from '#kernel';
import { Health } from '../health/health.ts';
import { PinoLogger } from '../logging/pino-logger.ts';
import { Member } from '../openapi/dto-schema.ts';
import { PlatformModule } from '../platform.module.ts';
import { httpApplication } from './http-application.ts';
import { JsonBody } from './json-body.ts';

class Note {
  @Member('What it says.')
  @IsString()
  text!: string;
}
class Place {
  @Length(2, 2) state!: string;
}
class Page {
  @Matches(/^\d+$/) size!: string;
}

@Injectable()
class Notes {
  note(text: string): string {
    if (text === 'behind') throw new StoreError('STORE_BEHIND', 'behind');
    if (text === 'bug') throw new TypeError('Testov Primer');
    return text;
  }
}

@Controller('notes')
class NotesController {
  constructor(private readonly notes: Notes) {}

  @Post()
  write(@JsonBody(Note) { text }: Note) {
    return { text: this.notes.note(text) };
  }

  @Get(':state')
  read(@Param() { state }: Place, @Query() { size }: Page) {
    return { state, size };
  }
}

describe('an HTTP application', () => {
  const log: string[] = [];
  let application: NestFastifyApplication;

  beforeAll(async () => {
    const logger = new PinoLogger('debug', { write: (line) => log.push(line) });
    @Module({
      imports: [PlatformModule.with(logger)],
      controllers: [NotesController],
      providers: [Notes],
    })
    class NotesModule {}
    application = await httpApplication(NotesModule, logger);
    await application.listen(0, '127.0.0.1');
  });
  afterAll(() => application.close());

  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${await application.getUrl()}${path}`, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text };
  };
  const post = (
    body: string,
    headers: Record<string, string> = { 'content-type': 'application/json' },
  ) => ask('/notes', { method: 'POST', body, headers });
  const problem = (text: string) => JSON.parse(text) as Record<string, unknown>;

  test('reads a body as its DTO', async () => {
    const { status, text } = await post('{"text":"hello"}');
    expect([status, text]).toEqual([201, '{"text":"hello"}']);
  });

  test('lets no answer be stored or guessed at', async () => {
    const { headers } = await post('{"text":"hello"}');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test.each<[string, () => ReturnType<typeof ask>, number, string, string?]>([
    ['a wrong member', () => post('{"text":1}'), 400, 'WIRE_SCHEMA_MISMATCH', '/text'],
    ['an unknown member', () => post('{"text":"a","b":1}'), 400, 'WIRE_SCHEMA_MISMATCH', '/b'],
    ['a member named twice', () => post('{"text":"a","text":"b"}'), 400, 'WIRE_DUPLICATE_MEMBER'],
    ['what is not JSON', () => post('{"text"'), 400, 'WIRE_NOT_JSON'],
    ['no body', () => post(''), 400, 'WIRE_NOT_JSON'],
    [
      'a body that is too large',
      () => post(`{"text":"${'x'.repeat(512 * 1024)}"}`),
      413,
      'WIRE_TOO_LARGE',
    ],
    [
      'another content type',
      () => post('text=a', { 'content-type': 'text/plain' }),
      415,
      'WIRE_CONTENT_TYPE',
    ],
    [
      'a compressed body',
      () => post('zipped', { 'content-type': 'application/json', 'content-encoding': 'gzip' }),
      415,
      'WIRE_CONTENT_ENCODING',
    ],
    ['an unknown path', () => ask('/nowhere/Testov'), 404, 'WIRE_NOT_FOUND'],
    ['another method', () => ask('/notes', { method: 'PUT' }), 404, 'WIRE_NOT_FOUND'],
    ['a malformed path', () => ask('/notes/%zz'), 404, 'WIRE_NOT_FOUND'],
    ['a wrong parameter', () => ask('/notes/KGZ?size=1'), 400, 'WIRE_SCHEMA_MISMATCH', '/state'],
    ['a wrong query', () => ask('/notes/KG?size=x'), 400, 'WIRE_SCHEMA_MISMATCH', '/size'],
    ['a coded refusal', () => post('{"text":"behind"}'), 503, 'STORE_BEHIND'],
  ])('answers %s with a problem document', async (_, request, status, code, ...[pointer]) => {
    const answer = await request();
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(problem(answer.text)).toMatchObject({ status, code, ...(pointer && { pointer }) });
    expect(answer.status).toBe(status);
  });

  test('says how large a body may be', async () => {
    const { text } = await post(`{"text":"${'x'.repeat(512 * 1024)}"}`);
    expect(problem(text)['detail']).toBe('The input is larger than allowed (limit: 524288).');
  });

  test('says when to come back', async () =>
    expect((await post('{"text":"behind"}')).headers.get('retry-after')).toBe('5'));

  test('logs a bug under the id it answers with, and shows nothing of it', async () => {
    const { status, text } = await post('{"text":"bug"}');
    const { traceId } = problem(text);
    expect(status).toBe(500);
    expect(text).not.toContain('Testov');
    const line = log.map((each) => problem(each)).find((each) => each['traceId'] === traceId);
    expect(line).toMatchObject({
      level: 'error',
      message: 'request.failed',
      method: 'POST',
      route: '/notes',
      error: 'TypeError',
    });
    expect(log.join('')).not.toContain('Testov');
  });

  test('writes nothing into the log of what it was sent', async () => {
    const canary = 'Testov%0d%0a{"forged":1}';
    await ask(`/notes/${canary}?size=${canary}&${canary}=1`, {
      headers: { 'user-agent': 'Testov' },
    });
    await ask(`/${canary}`, { method: 'DELETE', headers: { referer: 'http://Testov/' } });
    await post('{"text":"bug","Testov":1}');
    await post('{"Testov');
    await post('Testov', { 'content-type': 'text/Testov' });
    expect(log.join('')).not.toMatch(/testov|forged/i);
    expect(log.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
    expect(log.length).toBeGreaterThan(0);
  });

  test('is alive, and ready when all its parts are', async () => {
    expect((await ask('/health/live')).text).toBe('{"live":true}');
    const ready = await ask('/health/ready');
    expect([ready.status, ready.text]).toEqual([200, '{"ready":true,"because":{}}']);
    application.get(Health).register('views', () => 'catching up');
    const waiting = await ask('/health/ready');
    expect([waiting.status, waiting.text]).toEqual([
      503,
      '{"ready":false,"because":{"views":"catching up"}}',
    ]);
  });

  test('counts by route and code, never by what was asked for', async () => {
    await ask('/notes/KG?size=1');
    await ask('/nowhere/Testov');
    const { text, headers } = await ask('/metrics');
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(text).toContain(
      'http_request_duration_seconds_count{method="POST",route="/notes",status="201"}',
    );
    expect(text).toContain(
      'http_request_duration_seconds_count{method="GET",route="none",status="404"}',
    );
    expect(text).toMatch(/hub_refusals_total\{code="WIRE_NOT_FOUND"\} \d/);
    expect(text).not.toContain('Testov');
  });
});

describe('an HTTP application that closes', () => {
  test('finishes the answer it has begun, and does not wait for its connection to time out', async () => {
    const rest = Promise.withResolvers<void>();
    @Controller('slow')
    class SlowController {
      @Get()
      read(@Res() reply: FastifyReply) {
        async function* parts() {
          yield 'first ';
          await rest.promise;
          yield 'second';
        }
        return reply.send(Readable.from(parts()));
      }
    }
    const logger = new PinoLogger('silent');
    @Module({ imports: [PlatformModule.with(logger)], controllers: [SlowController] })
    class SlowModule {}
    const application = await httpApplication(SlowModule, logger);
    await application.listen(0, '127.0.0.1');
    const agent = new Agent({ keepAlive: true });
    const answer = await new Promise<IncomingMessage>((resolve) => {
      const { port } = application.getHttpServer().address() as AddressInfo;
      get({ port, path: '/slow', agent }, resolve);
    });
    let text = '';
    answer.setEncoding('utf8').on('data', (part: string) => (text += part));
    await once(answer, 'data');
    const closing = application.close();
    const server = application.getHttpServer();
    while (server.listening) await setImmediate();
    rest.resolve();
    await once(answer, 'end');
    expect(text).toBe('first second');
    await closing;
    agent.destroy();
  });

  test('does not wait for a connection that never asked for anything', async () => {
    const logger = new PinoLogger('silent');
    @Module({ imports: [PlatformModule.with(logger)] })
    class QuietModule {}
    const application = await httpApplication(QuietModule, logger);
    await application.listen(0, '127.0.0.1');
    const { port } = application.getHttpServer().address() as AddressInfo;
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    await once(application.getHttpServer(), 'connection');
    await application.close();
    socket.destroy();
  });
});
