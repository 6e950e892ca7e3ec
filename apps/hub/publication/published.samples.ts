import { Readable } from 'node:stream';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RecordedEvent } from '#event-store';
import type { OpenApi } from './complete-openapi.ts';
import { eventSchemas } from './events/index.ts';

const strictly = () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: true });
  addFormats.default(ajv);
  return ajv;
};

export type Told = {
  readonly method: string;
  /** The route's pattern, as Fastify has it: `/v1/participants/:participant`. */
  readonly route: string;
  readonly status: number;
  readonly type: string;
  readonly text: string;
};

/** Compares what a hub answers with what its OpenAPI document promises. */
export class PublishedAnswers {
  readonly #document: OpenApi;
  readonly #ajv = strictly();
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(document: OpenApi) {
    this.#document = document;
    this.#ajv.addSchema(document, 'openapi', undefined, false);
  }

  /** What is wrong with an answer; undefined if it was promised so. */
  faultOf({ method, route, status, type, text }: Told): string | undefined {
    const path = route.replace(/:(\w+)/g, '{$1}').replace(/\*$/, '{path}');
    const operation = this.#document.paths[path]?.[method.toLowerCase()];
    if (!operation) return `${method} ${path} is not published`;
    const answer = operation.responses[status] as { content?: object } | undefined;
    const media = type.split(';')[0]!;
    if (answer && !answer.content && text === '') return undefined;
    const place = ['paths', path, method.toLowerCase(), 'responses', String(status)];
    if (status !== 500 && (!answer?.content || !Object.hasOwn(answer.content, media)))
      return `${method} ${path} answers ${status} ${media}, which is not published: ${text.slice(0, 300)}`;
    const schema =
      status === 500
        ? ['components', 'schemas', 'Problem']
        : [...place, 'content', media, 'schema'];
    const contents = media === 'application/x-ndjson' ? text.split('\n').slice(0, -1) : [text];
    for (const content of contents) {
      const validate = this.#validator(schema);
      if (!validate(media.endsWith('json') ? JSON.parse(content) : content))
        return `${method} ${path} ${status}: ${this.#ajv.errorsText(validate.errors)}: ${content.slice(0, 300)}`;
    }
    return undefined;
  }

  #validator(place: readonly string[]): ValidateFunction {
    const pointer = place.map((part) =>
      encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')),
    );
    const reference = `openapi#/${pointer.join('/')}`;
    const known = this.#validators.get(reference) ?? this.#ajv.compile({ $ref: reference });
    this.#validators.set(reference, known);
    return known;
  }

  /** Looks at everything that a server answers from now on, and tells what was not promised so. */
  watch(server: FastifyInstance, tell: (fault: string) => void): void {
    server.addHook('onSend', async (request, reply, payload) => {
      const route = request.is404 ? undefined : request.routeOptions.url;
      if (!route || NOT_PUBLISHED.includes(route)) return payload;
      const told = (text: string) => {
        const fault = this.faultOf(toldBy(request, reply, route, text));
        if (fault) tell(fault);
      };
      if (payload instanceof Readable) return Readable.from(overheard(payload, told));
      told(payload === undefined ? '' : String(payload));
      return payload;
    });
  }
}

/** For machines that know them, and for whoever reads this very document. */
const NOT_PUBLISHED = ['/metrics', '/openapi.json'];

const toldBy = (
  { method }: FastifyRequest,
  reply: FastifyReply,
  route: string,
  text: string,
): Told => ({
  method,
  route,
  status: reply.statusCode,
  type: String(reply.getHeader('content-type')),
  text,
});

async function* overheard(stream: Readable, told: (text: string) => void): AsyncGenerator<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as string | Buffer);
    chunks.push(bytes);
    yield bytes;
  }
  told(Buffer.concat(chunks).toString());
}

const events = strictly();
const eventValidators = new Map(
  Object.entries(eventSchemas()).map(([type, schema]) => [type, events.compile(schema)]),
);

/** What is wrong with a stored event; undefined if it is as published: clear fields that are named, and no other. */
export function faultOfEvent({ type, stream, data, metadata }: RecordedEvent): string | undefined {
  const validate = eventValidators.get(type);
  if (!validate) return `${type} is not published`;
  const event: unknown = { type, stream, data: JSON.parse(data), metadata: JSON.parse(metadata) };
  return validate(event) ? undefined : `${type}: ${events.errorsText(validate.errors)}`;
}
