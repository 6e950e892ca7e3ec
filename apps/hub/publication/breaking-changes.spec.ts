import { breakingChanges } from './breaking-changes.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });

/** A document with one route that takes and answers notes. */
const published = {
  openapi: '3.1.0',
  paths: {
    '/notes': {
      post: {
        parameters: [{ name: 'page', required: false }],
        requestBody: json({ $ref: '#/components/schemas/Note' }),
        responses: { 201: json({ oneOf: [{ $ref: '#/components/schemas/Note' }] }), 400: json({}) },
      },
    },
  },
  components: {
    schemas: {
      Note: {
        properties: { text: {}, tags: { items: { properties: { name: {} } } } },
        required: ['text'],
      },
    },
  },
};

type Published = typeof published;

/** What breaks after a change. */
function after(change: (document: Published) => void): readonly string[] {
  const changed = structuredClone(published);
  change(changed);
  return breakingChanges(published, changed);
}

const note = ({ components }: Published) =>
  components.schemas.Note as unknown as {
    properties: Record<string, object>;
    required: string[];
  };
const post = ({ paths }: Published) =>
  paths['/notes'].post as unknown as {
    parameters: object[];
    requestBody: { content: Record<string, object> };
    responses: Record<string, object>;
  };

describe('a change of the API', () => {
  test.each<[string, (document: Published) => void]>([
    ['nothing', () => undefined],
    ['a new route', ({ paths }) => Object.assign(paths, { '/other': { get: { responses: {} } } })],
    ['an optional member', (document) => (note(document).properties['more'] = {})],
    [
      'an optional parameter',
      (document) => post(document).parameters.push({ name: 'size', required: false }),
    ],
    ['a member that is asked for no more', (document) => (note(document).required = [])],
    ['one more answer', (document) => (post(document).responses['200'] = json({}))],
    ['a refusal that comes no more', (document) => delete post(document).responses['400']],
  ])('breaks nobody by %s', (_, change) => expect(after(change)).toEqual([]));

  test.each<[string, (document: Published) => void]>([
    ['POST /notes is gone', ({ paths }) => Reflect.deleteProperty(paths['/notes'], 'post')],
    ['POST /notes is gone', ({ paths }) => Reflect.deleteProperty(paths, '/notes')],
    [
      'POST /notes: the parameter page is now required',
      (document) => (post(document).parameters = [{ name: 'page', required: true }]),
    ],
    [
      'POST /notes: the parameter size is now required',
      (document) => post(document).parameters.push({ name: 'size', required: true }),
    ],
    [
      "POST /notes: the request's /tags is now required",
      (document) => note(document).required.push('tags'),
    ],
    [
      "POST /notes: the request's /tags/*/name is now required",
      (document) =>
        Object.assign(document.components.schemas.Note.properties.tags.items, {
          required: ['name'],
        }),
    ],
    [
      "POST /notes: the answer's /tags/*/name is gone",
      (document) =>
        Object.assign(document.components.schemas.Note.properties.tags.items, { properties: {} }),
    ],
    [
      'POST /notes: it takes no more application/json',
      (document) => (post(document).requestBody.content = {}),
    ],
    ['POST /notes: it answers no more 201', (document) => delete post(document).responses['201']],
    [
      'POST /notes: it answers no more application/json',
      (document) => (post(document).responses['201'] = { content: {} }),
    ],
  ])('is found: %s', (found, change) => expect(after(change)).toEqual([found]));
});
