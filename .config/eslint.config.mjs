import tseslint from 'typescript-eslint';

const CODE = ['apps/**/*.ts', 'libs/**/*.ts', 'test/**/*.ts'];
const TESTS = ['**/*.{spec,conformance,samples}.ts', 'libs/testing/**', 'test/**'];

/** Each row: an AST selector, and what it finds. */
const found = (rows, reason) =>
  rows.map(([selector, what]) => ({ selector, message: `${what}: ${reason}` }));

const NOT_A_TEST = found(
  [
    [
      'MemberExpression[object.name=/^(test|it|describe)$/][property.name=/^(only|skip|todo|failing)$/]',
      'A test set apart',
    ],
    ['CallExpression[callee.name=/^(xit|xtest|xdescribe|fit|fdescribe)$/]', 'A test set apart'],
  ],
  'every test runs.',
);

const NOT_ERASABLE = found(
  [
    ['TSEnumDeclaration', 'An enum (use a union of literals)'],
    ['TSParameterProperty', 'A parameter property (declare the field)'],
    ['TSModuleDeclaration[declare!=true]', 'A namespace (use a module)'],
    ['Decorator', 'A decorator (they stay in apps/ and libs/platform)'],
  ],
  'under test, worker threads run libs/ on Node as it is, which only erases types.',
);

const NOT_A_TABLE = found(
  [
    [':function[async=true]', 'An async function'],
    ['AwaitExpression', 'Await'],
    ['ForOfStatement[await=true]', 'A loop that waits'],
    [':matches(ClassDeclaration, ClassExpression)', 'A class'],
    ['ImportExpression', 'A late import'],
  ],
  'the rules of the domain are tables of plain functions.',
);

const NO_AMBIENT_INPUT =
  'time, identity and facts arrive in the command, so that a rule answers in ten years as it did.';
const AMBIENT_EXPRESSIONS = found(
  [
    ['NewExpression[callee.name="Date"][arguments.length=0]', 'The present'],
    ['CallExpression[callee.name="Date"]', 'The present as text'],
    ['MetaProperty[meta.name="import"]', 'The place of the program'],
    [
      'MemberExpression[property.name=/^(get|set)(Date|Day|FullYear|Hours|Minutes|Month|Seconds|TimezoneOffset)$/]',
      'The time zone of the machine',
    ],
    [
      'MemberExpression[property.name=/^(toLocale[A-Z]\\w*|localeCompare)$/]',
      'The language of the machine',
    ],
  ],
  NO_AMBIENT_INPUT,
);
const AMBIENT_GLOBALS = [
  ...['crypto', 'process', 'fetch', 'performance', 'navigator', 'console', 'globalThis', 'global'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'Promise', 'Intl', 'require'],
].map((name) => ({ name, message: NO_AMBIENT_INPUT }));
const AMBIENT_PROPERTIES = [
  { object: 'Date', property: 'now', message: NO_AMBIENT_INPUT },
  { object: 'Math', property: 'random', message: NO_AMBIENT_INPUT },
];

export default tseslint.config(
  // A rule that is wrong for us is changed here, with its reason, for everybody.
  { linterOptions: { noInlineConfig: true } },
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
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // An async method without await keeps a port's promise: what it throws is a rejection.
      '@typescript-eslint/require-await': 'off',
      // A literal beside the type that holds it documents: `Position | 'start'`.
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      // Ports hand out objects of functions, and specs take them apart; none of them reads `this`.
      '@typescript-eslint/unbound-method': 'off',
      // What came from outside is of any type until it is read, and a text of a wrong one harms nobody.
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
      // Takes what is left after an array was handled for an array, if that array is read-only.
      '@typescript-eslint/no-for-in-array': 'off',
    },
  },
  {
    files: ['libs/**/*.ts'],
    ignores: ['libs/platform/**'],
    rules: { 'no-restricted-syntax': ['error', ...NOT_A_TEST, ...NOT_ERASABLE] },
  },
  {
    files: ['libs/*/domain/**/*.ts', 'libs/*/views/**/*.ts'],
    ignores: TESTS,
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
    files: TESTS,
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
