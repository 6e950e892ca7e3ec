import tseslint from 'typescript-eslint';

const CODE = ['apps/**/*.ts', 'libs/**/*.ts', 'test/**/*.ts'];
const SPECS = [
  '**/*.spec.ts',
  '**/*.conformance.ts',
  '**/*.samples.ts',
  'libs/testing/**',
  'test/**',
];
const RULES_OF_THE_DOMAIN = ['libs/*/domain/**/*.ts', 'libs/*/views/**/*.ts'];

/** Worker threads under test run the sources on Node as they are, which strips types and no more. */
const NOT_ERASABLE = [
  ['TSEnumDeclaration', 'an enum is code: use a union of literals'],
  ['TSParameterProperty', 'a parameter property is code: declare the field'],
  ['TSModuleDeclaration[declare!=true]', 'a namespace is code: use a module'],
  ['Decorator', 'decorators stay in apps/ and libs/platform'],
].map(([selector, reason]) => ({ selector, message: `Not erasable TypeScript; ${reason}.` }));

/** The rules of the domain are tables of plain functions, read and replayed without a container. */
const NOT_A_TABLE = [
  [':function[async=true]', 'an async function'],
  ['AwaitExpression', 'await'],
  ['ForOfStatement[await=true]', 'for await'],
  [':matches(ClassDeclaration, ClassExpression)', 'a class'],
  ['ImportExpression', 'a late import'],
].map(([selector, what]) => ({
  selector,
  message: `The rules of the domain are tables of plain functions: no place for ${what}.`,
}));

/** Replayed after ten years on another machine, a rule must answer as it did. */
const AMBIENT = 'An ambient input: time, identity and facts arrive in the command (style §2.1).';
const AMBIENT_EXPRESSIONS = [
  'NewExpression[callee.name="Date"][arguments.length=0]',
  'CallExpression[callee.name="Date"]',
  'MetaProperty[meta.name="import"]',
  'MemberExpression[property.name=/^(get|set)(Date|Day|FullYear|Hours|Minutes|Month|Seconds|TimezoneOffset)$/]',
  'MemberExpression[property.name=/^(toLocale[A-Z]\\w*|localeCompare)$/]',
].map((selector) => ({ selector, message: AMBIENT }));
const AMBIENT_GLOBALS = [
  ...['crypto', 'process', 'fetch', 'performance', 'navigator', 'console', 'globalThis', 'global'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'Promise', 'Intl', 'require'],
].map((name) => ({ name, message: AMBIENT }));
const AMBIENT_PROPERTIES = [
  { object: 'Date', property: 'now', message: AMBIENT },
  { object: 'Math', property: 'random', message: AMBIENT },
];

/** A test that does not run, or that keeps the others from running, proves nothing. */
const NOT_A_TEST = [
  {
    selector:
      'MemberExpression[object.name=/^(test|it|describe)$/][property.name=/^(only|skip|todo|failing)$/]',
    message: 'Every test runs.',
  },
  {
    selector: 'CallExpression[callee.name=/^(xit|xtest|xdescribe|fit|fdescribe)$/]',
    message: 'Every test runs.',
  },
];

export default tseslint.config(
  // A rule that is wrong for us is changed here, with its reason, for everybody.
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  {
    files: CODE,
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: process.cwd() } },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'prefer-const': 'error',
      'no-restricted-syntax': ['error', ...NOT_A_TEST],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // An async method without await keeps a port's promise: what it throws is a rejection.
      '@typescript-eslint/require-await': 'off',
      // A literal beside the type that holds it documents: `Position | 'start'`.
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      // Ports hand out objects of functions, and specs take them apart; nothing here relies on `this` by accident.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['libs/**/*.ts'],
    ignores: ['libs/platform/**'],
    rules: { 'no-restricted-syntax': ['error', ...NOT_A_TEST, ...NOT_ERASABLE] },
  },
  {
    files: RULES_OF_THE_DOMAIN,
    ignores: SPECS,
    rules: {
      'no-restricted-syntax': ['error', ...NOT_ERASABLE, ...NOT_A_TABLE, ...AMBIENT_EXPRESSIONS],
      'no-restricted-globals': ['error', ...AMBIENT_GLOBALS],
      'no-restricted-properties': ['error', ...AMBIENT_PROPERTIES],
    },
  },
  {
    // What a person at a terminal reads goes to the console; everything else is logged (libs/platform).
    files: ['apps/cli/**/*.ts', 'test/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // Jest's matchers are of type any, and tests hand wrong things over on purpose.
    files: SPECS,
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
    },
  },
);
