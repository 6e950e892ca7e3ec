import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { TestHub } from '../hub.samples.ts';
import type { OpenApi, Operation } from './complete-openapi.ts';
import { openApiOfHub } from './openapi.ts';
import { faultOfEvent, PublishedAnswers } from './published.samples.ts';

type Media = { readonly schema: object; readonly example?: unknown; readonly examples?: object };
type Content = Readonly<Record<string, Media>>;

describe('the OpenAPI document', () => {
  let document: OpenApi;
  let hub: TestHub;
  beforeAll(async () => {
    document = await openApiOfHub();
    hub = await TestHub.start({ contracts: [] });
  });
  afterAll(() => hub.close());

  const operations = (): [string, Operation][] =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, one]): [string, Operation] => [
        `${method} ${path}`,
        one,
      ]),
    );

  test('is what the hub itself serves', async () => {
    const served = await hub.ask('/openapi.json');
    expect(served.headers.get('content-type')).toMatch(/^application\/json/);
    expect(served.json()).toEqual(JSON.parse(JSON.stringify(document)));
  });

  test('asks for a request signature wherever the hub does', async () => {
    for (const [route, { security }] of operations()) {
      const [method, path] = route.split(' ') as ['get' | 'post', string];
      const { status } = await hub.ask(path.replace(/\{\w+\}/g, 'KG'), {
        method: method === 'get' ? 'GET' : 'POST',
        ...(method === 'post' && { body: {} }),
      });
      expect([route, status === 401]).toEqual([route, security !== undefined]);
    }
  });

  test('shows an example of everything that can be asked and answered, and each fits', () => {
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    ajv.addSchema(document, 'openapi', undefined, false);
    let count = 0;
    for (const [route, { responses }] of operations())
      for (const [status, answer] of Object.entries(responses)) {
        if (!('content' in (answer as object))) continue;
        for (const [type, { schema, example, examples }] of Object.entries(
          (answer as { content: Content }).content,
        )) {
          const shown = examples ? Object.keys(examples).map((code) => exampleOf(code)) : [example];
          for (const one of shown) {
            const validate = ajv.compile(inDocument(schema));
            const place = [route, status, type];
            expect([...place, validate(one), validate.errors]).toEqual([...place, true, null]);
            count++;
          }
        }
      }
    expect(count).toBeGreaterThan(200);
  });

  const exampleOf = (code: string): unknown =>
    (document.components['examples'] as Record<string, { value: unknown }>)[code]!.value;

  test('finds an answer that it does not promise', () => {
    const published = new PublishedAnswers(document);
    const told = {
      method: 'POST',
      route: '/v1/verifications',
      status: 200,
      type: 'application/json; charset=utf-8',
      text: '{"answer":"a.b.c"}',
    };
    const problem = { type: '', title: '', status: 403, code: 'LICENCE_SCOPE' };
    const refused = { ...told, status: 403, type: 'application/problem+json' };
    const refusal = (code: string) => ({ ...refused, text: JSON.stringify({ ...problem, code }) });
    expect(published.faultOf(told)).toBeUndefined();
    expect(published.faultOf(refusal('LICENCE_SCOPE'))).toBeUndefined();
    for (const other of [
      { ...told, text: '{"answer":"a.b.c","worker":"Testov"}' },
      { ...told, text: '{}' },
      { ...told, status: 201 },
      { ...told, type: 'text/plain' },
      { ...told, route: '/v1/verifications/:id' },
      refusal('TRUST_QUORUM'),
    ])
      expect([other, typeof published.faultOf(other)]).toEqual([other, 'string']);
  });

  test('and the event schemas find an event with one clear field too many', async () => {
    const [event] = (await hub.events()).filter(({ type }) => type === 'KeyEndorsed');
    expect(faultOfEvent(event!)).toBeUndefined();
    const { data, metadata } = event!;
    for (const other of [
      { ...event!, data: data.replace('{', '{"name":"Testov",') },
      { ...event!, metadata: metadata.replace('{', '{"name":"Testov",') },
      { ...event!, data: data.replace('"use":"', '"use":"un') },
      { ...event!, stream: 'certificate-KG' },
      { ...event!, type: 'KeyLost' },
    ])
      expect([other, typeof faultOfEvent(other)]).toEqual([other, 'string']);
  });
});

/** References within the document, so that they resolve from anywhere. */
const inDocument = (schema: object): object =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/')) as object;
