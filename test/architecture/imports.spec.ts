import { rmSync } from 'node:fs';
import { check, plant, ROOT, type File } from './tree.ts';

type Cruise = {
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
    readonly ruleSetUsed: { readonly forbidden: readonly { readonly name: string }[] };
  };
};

/** For each rule, files that break this rule and no other. */
const PLANTED: Readonly<Record<string, readonly File[]>> = {
  'kernel-imports': [
    ['libs/kernel/clock.ts', `import 'node:crypto';`],
    ['libs/kernel/json.ts', `import type { T } from '#signing';`],
  ],
  'domain-imports': [
    ['libs/contracts/domain/hash.ts', `import 'node:crypto';`],
    ['libs/contracts/domain/key.ts', `import 'jose';`],
    ['libs/contracts/domain/signed.ts', `import type { T } from '#signing';`],
    ['libs/contracts/domain/seen.ts', `import '../views/innocent.view.ts';`],
    ['libs/contracts/domain/read.ts', `import '../contract-document.ts';`],
  ],
  'domain-imports-types': [
    ['libs/contracts/domain/members.ts', `import { v } from '#participants';`],
  ],
  'views-imports': [
    ['libs/contracts/views/file.view.ts', `import 'node:fs';`],
    ['libs/contracts/views/store.view.ts', `import type { T } from '#event-store';`],
  ],
  'views-imports-types': [
    ['libs/contracts/views/members.view.ts', `import { v } from '#participants';`],
  ],
  'module-imports': [
    ['libs/participants/statements.ts', `import 'jose';`],
    ['libs/participants/streams.ts', `import type { T } from '#event-store';`],
    ['libs/recruitment/records.ts', `import type { T } from '#credentials';`],
  ],
  'port-imports': [
    ['libs/vault/vault.ts', `import './sqlite/index.ts';`],
    ['libs/vault/keys.ts', `import '#signing';`],
  ],
  'adapter-imports': [
    ['libs/vault/sqlite/other.ts', `import '../postgres/index.ts';`],
    ['libs/vault/sqlite/port.ts', `import '#fan-out';`],
  ],
  'projections-imports': [['libs/projections/rebuild.ts', `import type { T } from '#contracts';`]],
  'read-models-imports': [['libs/read-models/file.view.ts', `import '#sqlite';`]],
  'read-models-imports-types': [
    ['libs/read-models/store.view.ts', `import { v } from '#event-store';`],
  ],
  'audit-imports': [['libs/audit/server.ts', `import '#platform';`]],
  'sqlite-imports': [['libs/sqlite/thread.ts', `import '#vault';`]],
  'signing-imports': [
    ['libs/signing/keys.ts', `import 'node:fs';`],
    ['libs/signing/trust.ts', `import type { T } from '#participants';`],
  ],
  'key-file-imports': [['libs/signing/key-file.ts', `import '@nestjs/common';`]],
  'credentials-imports': [['libs/credentials/issue.ts', `import type { T } from '#contracts';`]],
  'transparency-imports': [
    ['libs/transparency/file.ts', `import 'node:fs';`],
    ['libs/transparency/record.ts', `import type { T } from '#credentials';`],
  ],
  'client-imports': [
    ['libs/client/framework.ts', `import '@nestjs/common';`],
    ['libs/client/store.ts', `import type { T } from '#event-store';`],
  ],
  'platform-imports': [['libs/platform/module.ts', `import '#contracts';`]],
  'composition-imports': [
    ['libs/composition/rules.ts', `import type { T } from '#contracts';`],
    ['libs/composition/module.ts', `import '@nestjs/common';`],
  ],
  'apps-meet-on-the-wire': [['apps/hub/call.ts', `import '../relay/innocent.ts';`]],
  'a-hub-brings-its-notary': [['apps/hub/process/call.ts', `import '../../relay/innocent.ts';`]],
  'by-the-front-door': [
    ['apps/hub/inside.ts', `import '../../libs/contracts/contract-document.ts';`],
    ['test/journeys/inside.ts', `import '../../libs/vault/sqlite/operations.ts';`],
  ],
  'kafkajs-has-one-home': [['apps/relay/broker.ts', `import 'kafkajs';`]],
  'pg-has-one-home': [['libs/platform/database.ts', `import 'pg';`]],
  'tests-stay-out-of-the-product': [
    ['apps/hub/sample.ts', `import './innocent.samples.ts';`],
    ['apps/hub/harness.ts', `import '#testing';`],
  ],
  'only-shipped-packages': [['apps/hub/generator.ts', `import 'fast-check';`]],
  '@eventstore/db-client-has-one-home': [
    ['libs/vault/postgres/other.ts', `import '@eventstore/db-client';`],
  ],
  'declared-packages-only': [['apps/hub/lucky.ts', `import 'by-another';`]],
  'everything-resolves': [['apps/hub/lost.ts', `import './nowhere.ts';`]],
  'no-circles': [['apps/hub/egg.ts', `import './hen.ts';`]],
  'nothing-imports-what-is-made-for-others': [
    ['apps/hub/example.ts', `import '../../docs/example.ts';`],
  ],
  'every-room-has-a-row': [['libs/attic/index.ts', `import '#kernel';`]],
};

/** What each room may import, and what the planted files import. */
const INNOCENT: readonly File[] = [
  ['apps/hub/hen.ts', `import './egg.ts';`],
  ['apps/hub/innocent.ts', `import '#contracts'; import '#vault/sqlite'; import '@nestjs/common';`],
  ['apps/hub/innocent.samples.ts', `import '#testing'; import 'fast-check';`],
  ['apps/hub/process/innocent.ts', `import '../../notary/innocent.ts'; import '../hen.ts';`],
  ['apps/notary/innocent.ts', `import '#composition';`],
  ['apps/relay/innocent.ts', `import '#fan-out';`],
  ['apps/standalone/innocent.ts', `import '../relay/innocent.ts';`],
  ['docs/example.ts', ''],
  ['libs/composition/innocent.ts', `import '#vault/sqlite'; import '#vault'; import '#client';`],
  ['libs/contracts/contract-document.ts', `import '#signing'; import '#participants';`],
  [
    'libs/contracts/domain/innocent.ts',
    `import '#kernel'; import type { T } from '#participants';`,
  ],
  ['libs/contracts/domain/innocent.spec.ts', `import '#testing'; import 'node:fs';`],
  ['libs/contracts/views/innocent.view.ts', `import '../domain/innocent.ts';`],
  ['libs/recruitment/innocent.ts', `import '#kernel'; import type { T } from '#certificates';`],
  ['libs/vault/digests.ts', `import '#kernel'; import 'node:crypto';`],
  ['libs/vault/sqlite/index.ts', ''],
  ['libs/vault/sqlite/operations.ts', `import '../digests.ts'; import '#sqlite';`],
  ['libs/vault/postgres/index.ts', `import '../digests.ts'; import 'pg';`],
  ['libs/event-store/eventstoredb/index.ts', `import '@eventstore/db-client';`],
  ['libs/fan-out/kafka/innocent.ts', `import 'kafkajs'; import '../fan-out.ts';`],
  ['libs/fan-out/fan-out.ts', ''],
  ['libs/client/innocent.ts', `import '#contracts'; import '#transparency';`],
  ['libs/transparency/innocent.ts', `import '#signing'; import 'node:crypto';`],
  ['libs/platform/innocent.ts', `import '@nestjs/common'; import '#kernel';`],
  ...[
    'certificates',
    'client',
    'composition',
    'contracts',
    'credentials',
    'event-store',
    'fan-out',
  ].map(face),
  ['libs/read-models/innocent.view.ts', `import type { T } from '#projections';`],
  ['libs/audit/innocent.ts', `import '#client'; import '#read-models'; import 'node:sqlite';`],
  ...['kernel', 'participants', 'platform', 'signing', 'sqlite', 'testing'].map(face),
  ...['projections', 'read-models'].map(face),
  ...['transparency', 'vault'].map(face),
  ...['jose', '@nestjs/common', '@eventstore/db-client', 'kafkajs', 'pg'].map(npmPackage),
  ...['fast-check', 'by-another'].map(npmPackage),
  [
    'package.json',
    JSON.stringify({
      type: 'module',
      imports: { '#*': './libs/*/index.ts' },
      dependencies: {
        jose: '*',
        '@nestjs/common': '*',
        '@eventstore/db-client': '*',
        kafkajs: '*',
        pg: '*',
      },
      devDependencies: { 'fast-check': '*' },
    }),
  ],
];

function npmPackage(name: string): File {
  return [`node_modules/${name}/index.js`, ''];
}

function face(name: string): File {
  return [`libs/${name}/index.ts`, 'export type T = string; export const v = 1;'];
}

const cruise = (folder: string): Promise<Cruise> =>
  check(folder, 'dependency-cruiser/bin/dependency-cruise.mjs', [
    ...['--config', `${ROOT}/.config/dependency-cruiser.mjs`],
    ...['--output-type', 'json', 'apps', 'libs', 'test'],
  ]) as Promise<Cruise>;

describe('the import rules', () => {
  let folder: string;
  let rules: string[];
  let broken: [file: string, rule: string][];

  beforeAll(async () => {
    folder = plant([...INNOCENT, ...Object.values(PLANTED).flat()]);
    const { summary } = await cruise(folder);
    rules = summary.ruleSetUsed.forbidden.map(({ name }) => name);
    broken = summary.violations.map(({ from, rule }) => [from, rule.name]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('each have a planted violation', () =>
    expect(Object.keys(PLANTED).sort()).toEqual(rules.sort()));

  test.each(Object.keys(PLANTED))('catch what is planted against %s, and only that', (rule) => {
    const planted = PLANTED[rule]!.map(([file]) => [file, rule]);
    const files = new Set(planted.map(([file]) => file));
    expect(broken.filter(([file]) => files.has(file)).sort()).toEqual(planted.sort());
  });

  test('let everything else pass', () => {
    const innocent = new Set(INNOCENT.map(([file]) => file));
    expect(broken.filter(([file]) => innocent.has(file))).toEqual([]);
  });

  test('are kept by this tree', async () => {
    const { summary } = await cruise(ROOT);
    const found = summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`);
    expect(found).toEqual([]);
  });
});
