import { rmSync } from 'node:fs';
import { check, plant, ROOT, type File } from './tree.ts';

type Lint = readonly {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string | null; readonly message: string }[];
}[];
type Restriction = { message: string; name?: string; object?: string; property?: string };
type Configured = { readonly rules: Readonly<Record<string, readonly [number, ...Restriction[]]>> };

/** What each rule calls the thing it refuses, and a line of code that is one. */
const SET_APART = { 'A test set apart': `test.only('alone', () => {});` };
const NOT_ERASABLE = {
  'An enum (use a union of literals)': 'export enum Status { VALID }',
  'A parameter property (declare the field)':
    'export const f = class { constructor(readonly at: string) {} }',
  'A namespace (use a module)': 'export namespace Keys { export const use = 1; }',
  'A decorator (they stay in apps/ and libs/platform)': '@sealed export class Clock {}',
};
const NOT_A_TABLE = {
  'An async function': 'export const decide = async () => {};',
  Await: 'export const state = await fold;',
  'A loop that waits': 'for await (const event of events) fold(event);',
  'A class': 'export class Certificate {}',
  'A late import': `export const late = import('./certificate.decider.ts');`,
};
const AMBIENT = {
  'The present': 'export const now = new Date();',
  'The present as text': 'export const text = Date();',
  'The place of the program': 'export const here = import.meta.url;',
  'The time zone of the machine': 'export const hour = date.getHours();',
  'The language of the machine': `export const order = 'a'.localeCompare('b');`,
};
const INNOCENT =
  'export const later = (at: string) => new Date(Date.parse(at) + 1000).toISOString();';

const lint = (folder: string, ...options: string[]): Promise<unknown> =>
  check(folder, 'eslint/bin/eslint.js', [
    '--config',
    `${ROOT}/.config/eslint.config.mjs`,
    ...options,
  ]);

/** What the configuration restricts in `file`: selectors, globals and properties, by what messages call them. */
async function restrictedIn(file: string): Promise<{ syntax: string[]; names: string[] }> {
  const { rules } = (await lint(ROOT, '--print-config', file)) as Configured;
  const rows = (rule: string) => (rules[rule]?.slice(1) ?? []) as Restriction[];
  return {
    syntax: rows('no-restricted-syntax').map(({ message }) => message.split(': ')[0]!),
    names: [
      ...rows('no-restricted-globals').map(({ name }) => name!),
      ...rows('no-restricted-properties').map(({ object, property }) => `${object}.${property}`),
    ],
  };
}

describe('the lint rules', () => {
  const planted = new Map<string, string>();
  let found: Map<string, string>;
  let domain: Awaited<ReturnType<typeof restrictedIn>>;

  beforeAll(async () => {
    domain = await restrictedIn('libs/certificates/domain/certificate.decider.ts');
    const files: File[] = [
      ['package.json', '{ "type": "module" }'],
      ['tsconfig.json', '{ "compilerOptions": { "module": "nodenext", "types": [] } }'],
      ['libs/certificates/domain/innocent.ts', INNOCENT],
      ['libs/certificates/domain/innocent.spec.ts', Object.values(AMBIENT).join('\n')],
      ['libs/platform/innocent.ts', Object.values(NOT_ERASABLE).join('\n')],
    ];
    const against = (folder: string, things: Readonly<Record<string, string>>, ending = '.ts') => {
      for (const [thing, code] of Object.entries(things)) {
        const file = `${folder}/${planted.size}${ending}`;
        planted.set(file, thing);
        files.push([file, code]);
      }
    };
    against('apps/hub', SET_APART, '.spec.ts');
    against('libs/kernel', NOT_ERASABLE);
    for (const folder of ['libs/certificates/domain', 'libs/certificates/views']) {
      against(folder, { ...NOT_ERASABLE, ...NOT_A_TABLE, ...AMBIENT });
      for (const name of domain.names) against(folder, { [name]: `export const given = ${name};` });
    }
    against('libs/certificates/domain', {
      process: '// eslint-disable-next-line\nexport const p = process;',
    });

    const folder = plant(files);
    const results = (await lint(folder, '--format', 'json', 'apps', 'libs')) as Lint;
    rmSync(folder, { recursive: true });
    found = new Map(
      results.map(({ filePath, messages }) => [
        filePath.slice(folder.length + 1),
        messages
          .filter(({ ruleId }) => ruleId?.startsWith('no-restricted-') ?? true)
          .map(({ message }) => message)
          .join('\n'),
      ]),
    );
  });

  test('each have a planted violation', () => {
    const things = new Set(planted.values());
    expect([...domain.syntax, ...domain.names].filter((thing) => !things.has(thing))).toEqual([]);
  });

  test('catch every one of them', () => {
    const missed = [...planted].filter(([file, thing]) => !found.get(file)?.includes(thing));
    expect(missed).toEqual([]);
  });

  test.each([
    'libs/certificates/domain/innocent.ts',
    'libs/certificates/domain/innocent.spec.ts',
    'libs/platform/innocent.ts',
  ])('let %s pass', (file) => expect(found.get(file)).toBe(''));

  test('are kept by the rules of the domain in this tree', async () => {
    const results = (await lint(ROOT, '--format', 'json', 'libs/*/{domain,views}/**/*.ts')) as Lint;
    const broken = results.flatMap(({ filePath, messages }) =>
      messages.map(({ message }) => `${filePath.slice(ROOT.length + 1)}: ${message}`),
    );
    expect(broken).toEqual([]);
  });
});
