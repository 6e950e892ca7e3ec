/** Tests may import anything of their neighbours' public faces, and what only tests need. */
const TESTS = '(\\.(spec|conformance|samples)\\.ts$|^libs/testing/|^test/)';

const KERNEL = '^libs/kernel/index\\.ts$';
const SIGNING = '^libs/signing/index\\.ts$';
const CREDENTIALS = '^libs/credentials/index\\.ts$';
const TRANSPARENCY = '^libs/transparency/index\\.ts$';
const EVENT_STORE = '^libs/event-store/index\\.ts$';
const PROJECTIONS = '^libs/projections/index\\.ts$';
const CLIENT = '^libs/client/index\\.ts$';
const SQLITE = '^libs/sqlite/index\\.ts$';
const MODULE = '(participants|contracts|certificates|recruitment|exchange)';
const MODULES = `^libs/${MODULE}/index\\.ts$`;
const PORT = '(event-store|fan-out|vault)';
const CRYPTO = '^(node:)?crypto$';
const ZLIB = '^(node:)?zlib$';
const NODE =
  '^(node:)?(crypto|events|fs|module|net|os|path|sqlite|timers|tls|url|util|worker_threads)(/promises)?$';
const npm = (name) => `node_modules/${name}/`;

/** Clients of servers, each known to one adapter only. */
const CLIENTS = [
  { client: '@eventstore/db-client', home: '^libs/event-store/eventstoredb/' },
  { client: 'kafkajs', home: '^libs/fan-out/kafka/' },
  { client: 'pg', home: '^libs/vault/postgres/' },
];

/**
 * Who may import whom (style §3). A room may import itself and what its row names, of `types` only the
 * types, which leave no trace in the running code; all else is refused.
 */
const ROOMS = [
  {
    room: 'kernel',
    from: '^libs/kernel/',
    because: 'Everything stands on the kernel, so whatever it imported would be everywhere.',
  },
  {
    room: 'domain',
    from: '^libs/([^/]+)/domain/',
    itself: '^libs/$1/domain/',
    may: [KERNEL],
    types: [MODULES],
    because:
      'A rule must answer in ten years, on another machine, as it did: it is a function of its arguments, and other modules are facts handed in.',
  },
  {
    room: 'views',
    from: '^libs/([^/]+)/views/',
    itself: '^libs/$1/(domain|views)/',
    may: [KERNEL],
    types: [MODULES],
    because: 'A view is rebuilt from events at any time and must come out the same.',
  },
  {
    room: 'module',
    from: `^libs/${MODULE}/[^/]+\\.ts$`,
    itself: '^libs/$1/',
    may: [KERNEL, SIGNING, MODULES],
    because:
      'Beside its rules a module only reads and verifies signed statements; where they come from and where events go is decided in an app.',
  },
  {
    room: 'port',
    from: `^libs/${PORT}/[^/]+\\.ts$`,
    itself: '^libs/$1/[^/]+\\.ts$',
    may: [KERNEL, NODE],
    because: 'Who uses a port must not be able to tell which adapter is behind it.',
  },
  {
    room: 'adapter',
    from: `^libs/${PORT}/([^/]+)/`,
    itself: '^libs/$1/($2/|[^/]+\\.ts$)',
    may: [KERNEL, SQLITE, NODE, ZLIB, ...CLIENTS.map(({ client }) => npm(client))],
    because:
      'An adapter is replaced alone: it knows its port and its own client, no other adapter.',
  },
  {
    room: 'projections',
    from: '^libs/projections/',
    may: [KERNEL, EVENT_STORE, SQLITE, NODE],
    because: 'It runs any view over any event store, so it knows no view and no adapter.',
  },
  {
    room: 'read-models',
    from: '^libs/read-models/',
    may: [KERNEL, CREDENTIALS, MODULES],
    types: [EVENT_STORE, PROJECTIONS],
    because:
      'A hub keeps its rows by it, and who checks the hub makes them anew by the very same code.',
  },
  {
    room: 'sqlite',
    from: '^libs/sqlite/',
    may: [KERNEL, NODE],
    because: 'The writer thread serves every embedded adapter and knows none of them.',
  },
  {
    room: 'signing',
    from: '^libs/signing/',
    except: '^libs/signing/key-file\\.ts$',
    may: [KERNEL, CRYPTO, npm('jose'), npm('canonicalize')],
    because:
      'What verifies for ministries, auditors and browsers has no framework, no disk and no clock.',
  },
  {
    room: 'key-file',
    from: '^libs/signing/key-file\\.ts$',
    itself: '^libs/signing/',
    may: [KERNEL, NODE],
    because: 'Keys lie in files, and only this file of signing knows it.',
  },
  {
    room: 'credentials',
    from: '^libs/credentials/',
    may: [KERNEL, SIGNING, CRYPTO, ZLIB, npm('jose')],
    because: 'A record is checked by the hub, by adapters and by auditors with the very same code.',
  },
  {
    room: 'transparency',
    from: '^libs/transparency/',
    may: [KERNEL, SIGNING, CRYPTO],
    because:
      'Log, witness and verifier compute with the very same code, and a verifier may be anybody: no framework, no disk, no clock.',
  },
  {
    room: 'client',
    from: '^libs/client/',
    may: [KERNEL, SIGNING, CREDENTIALS, TRANSPARENCY, MODULES, NODE, npm('fflate')],
    because:
      'A ministry or an auditor builds the SDK into its own system: it brings the rules, but no framework, no store, no server.',
  },
  {
    room: 'composition',
    from: '^libs/composition/',
    may: [
      KERNEL,
      SIGNING,
      SQLITE,
      '^libs/(client|platform)/index\\.ts$',
      `^libs/${PORT}/index\\.ts$`,
      `^libs/${PORT}/[^/]+/index\\.ts$`,
      NODE,
    ],
    because:
      'It opens what a configuration names, alike for every process; what is done with it is decided in an app.',
  },
  {
    room: 'audit',
    from: '^libs/audit/',
    may: [
      ...[KERNEL, SIGNING, TRANSPARENCY, CLIENT, EVENT_STORE, PROJECTIONS, SQLITE, NODE],
      '^libs/read-models/index\\.ts$',
    ],
    because:
      'It judges a hub for its auditors and operators, by rules that they have too, and so needs nothing of it.',
  },
  {
    room: 'platform',
    from: '^libs/platform/',
    may: [KERNEL, SIGNING, CREDENTIALS, NODE, npm('.+')],
    because: 'The platform is what every Nest process has, so it knows no module of this one.',
  },
];

const EVERYWHERE = [
  {
    name: 'apps-meet-on-the-wire',
    comment:
      'Apps are processes of their own; only standalone composes them into one, and each hub has a notary (ADR 13).',
    from: { path: '^apps/([^/]+)/', pathNot: '^apps/(standalone|hub/process)/' },
    to: { path: '^apps/', pathNot: '^apps/$1/' },
  },
  {
    name: 'a-hub-brings-its-notary',
    comment: 'Two notaries agree by design, so each hub has one and shows its log (ADR 13).',
    from: { path: '^apps/hub/process/' },
    to: { path: '^apps/', pathNot: '^apps/(hub|notary)/' },
  },
  {
    name: 'by-the-front-door',
    comment:
      'A library is used through its index.ts (an adapter through its own), so that its inside may change.',
    from: { path: '^(?:apps|test|libs)/([^/]+)/' },
    to: {
      path: '^libs/',
      pathNot: ['^libs/$1/', '^libs/[^/]+/index\\.ts$', '^libs/[^/]+/[^/]+/index\\.ts$'],
    },
  },
  {
    name: 'tests-stay-out-of-the-product',
    comment: 'Samples and harnesses are made to be easy on their users.',
    from: { pathNot: TESTS },
    to: { path: TESTS },
  },
  {
    name: 'only-shipped-packages',
    comment: 'A package that only development installs is missing where the hub runs.',
    from: { pathNot: TESTS },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  ...CLIENTS.map(({ client, home }) => ({
    name: `${client}-has-one-home`,
    comment: 'Behind its port a server can be changed for another, and its client with it.',
    from: { pathNot: [TESTS, home] },
    to: { path: npm(client) },
  })),
  {
    name: 'declared-packages-only',
    comment: 'A package that is here by way of another may be gone with its next version.',
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'everything-resolves',
    comment: 'A rule sees only what it can find.',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'no-circles',
    comment: 'Of two files that need each other neither can be read, tested or replaced alone.',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'nothing-imports-what-is-made-for-others',
    comment: 'deploy/ and docs/ are for people; dist/ is made from what imports it.',
    from: {},
    to: { path: '^(deploy|docs|dist)/' },
  },
  {
    name: 'every-room-has-a-row',
    comment:
      'A new library says who it may import, in the table of .config/dependency-cruiser.mjs.',
    from: { path: '^libs/', pathNot: [TESTS, ...ROOMS.map(({ from }) => from)] },
    to: {},
  },
];

const roomRules = ROOMS.flatMap(
  ({ room, from, except = [], itself = from, may = [], types, because }) => {
    const source = { path: from, pathNot: [TESTS].concat(except) };
    const only = { name: `${room}-imports`, comment: because, from: source };
    const typesOnly = { name: `${room}-imports-types`, comment: because, from: source };
    return [
      { ...only, to: { pathNot: [itself, ...may, ...(types ?? [])] } },
      ...(types
        ? [{ ...typesOnly, to: { path: types, pathNot: may, dependencyTypesNot: ['type-only'] } }]
        : []),
    ];
  },
);

export default {
  forbidden: [...roomRules, ...EVERYWHERE].map((rule) => ({ ...rule, severity: 'error' })),
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
