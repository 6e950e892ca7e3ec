import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './tree.ts';

/** Lines that a file may have: a source, and a spec or suite, which is read a test at a time. */
const MOST_LINES = { source: 300, spec: 600 };
/** Longer ones, each with the reason why it is one thing. */
const LONG: Readonly<Record<string, string>> = {
  'libs/kernel/error-codes.ts': 'one table, a row a code',
};

/** What must not stand in any tracked file. Written so that they do not find themselves. */
const UNWANTED: Readonly<Record<string, RegExp>> = {
  'a path of somebody’s machine': /(^|[\s"'`(=:])\/(home|Users|root|work)\/[\w.-]/m,
  'the address of a package registry': /\bregistry\.[\w-]+\.\w|"resolved"[:] "http/,
  'something left for later': /\b(TO[D]O|FIX[M]E|XX[X]|HAC[K])\b/,
};
const GENERATED = /^(package-lock\.json|contracts\/.*\.json|docs\/(configuration|errors)\.md)$/;

const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' })
  .split('\0')
  .filter((file) => file !== '');
const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const isSource = (file: string) => /\.(ts|mjs|md|sh)$/.test(file) && !GENERATED.test(file);

const mostLines = (file: string) =>
  /\.(spec|conformance)\.ts$/.test(file) ? MOST_LINES.spec : MOST_LINES.source;
const linesOf = (file: string) => textOf(file).split('\n').length - 1;

describe('a tracked file', () => {
  test('is short, unless it is listed as one thing', () => {
    const long = tracked.filter((file) => isSource(file) && linesOf(file) > mostLines(file));
    expect(long.filter((file) => !LONG[file])).toEqual([]);
  });

  test.each(Object.entries(UNWANTED))('holds not %s', (_, pattern) =>
    expect(tracked.filter((file) => pattern.test(textOf(file)))).toEqual([]),
  );

  test.each([
    ['a path of somebody’s machine', `at /home${'/'}testov/hub`],
    ['the address of a package registry', `https://registry${'.'}example.org/pino`],
    ['the address of a package registry', `"resolved"${':'} "https://example.org"`],
    ['something left for later', `// TO${'DO'}: later`],
  ])('would be found holding %s', (what, text) => expect(text).toMatch(UNWANTED[what]!));

  test('stands at the top level only if it belongs there', () => {
    const top = new Set(
      tracked.map((file) => file.split('/')[0]!).filter((name) => !name.startsWith('.')),
    );
    const rooms = ['apps', 'contracts', 'deploy', 'docs', 'libs', 'test'];
    const files = [
      'CONTRIBUTING.md',
      'LICENSE',
      'README.md',
      'nest-cli.json',
      'package-lock.json',
      'package.json',
      'tsconfig.json',
    ];
    expect([...top].filter((name) => ![...rooms, ...files].includes(name))).toEqual([]);
  });
});
