import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const source = ['backend-stub/**/*.ts', 'frontend/**/*.{ts,tsx}'];
const tests = ['test/**/*.{ts,tsx}', 'scripts/**/*.ts'];
const scripts = ['**/*.{js,mjs}'];

/** Rooms that hold decisions: no outside shape is written or forced on them. */
const insideRooms = ['contract', 'pipelines', 'deployment', 'access', 'audit', 'doctor', 'reconcile'].map(
  (room) => `backend-stub/${room}/**/*.ts`,
);

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name, so that one thing has one name everywhere.',
};

/** Comparing with null reads outside JSON, and `{ key: null }` is how a merge patch deletes: both stay allowed. */
const noNullOfOurOwn = {
  selector:
    ':matches(ReturnStatement, VariableDeclarator, AssignmentExpression, AssignmentPattern, ConditionalExpression, LogicalExpression, ArrowFunctionExpression) > Literal[raw="null"]',
  message: 'Absent is `undefined` here; `null` belongs to outside shapes only.',
};
const noNullType = { selector: 'TSNullKeyword', message: noNullOfOurOwn.message };

/** The compiler loses the thread of keys and values inside generic functions only. */
const noCast = {
  selector:
    'TSAsExpression:not([typeAnnotation.typeName.name="const"]):not(FunctionDeclaration[typeParameters] TSAsExpression)',
  message: 'Read unknown input with a parser or narrow it with a guard; a cast is a promise that nobody checks.',
};

const processIsMains = {
  'no-restricted-globals': ['error', { name: 'process', message: 'Only main.ts and config.ts touch the process.' }],
  'no-restricted-imports': [
    'error',
    { name: 'node:process', message: 'Only main.ts and config.ts touch the process.' },
  ],
};

export default tseslint.config(
  { ignores: ['build/', 'dist/', 'coverage/', 'node_modules/', '.run/', 'test/fixtures/', 'test/**/fixtures/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: [...source, ...tests],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // `modified`: an exhaustive switch is one decision, however many words the union has.
      complexity: ['error', { max: 10, variant: 'modified' }],
      'max-depth': ['error', 3],
      'max-params': ['error', 3],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
      // What may not stand in a header or a name is told by control characters.
      'no-control-regex': 'off',
      'no-restricted-syntax': ['error', noDefaultExport],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true }],
      // An `async` function that awaits nothing still turns what it throws into a rejection, as its port promises.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: source,
    rules: {
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', noDefaultExport, noNullOfOurOwn],
      ...processIsMains,
    },
  },
  {
    files: insideRooms,
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, noNullOfOurOwn, noNullType, noCast] },
  },
  {
    files: ['**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      // A component of React 16 says with null that it draws nothing.
      'no-restricted-syntax': ['error', noDefaultExport],
    },
  },
  {
    // A page has no other log.
    files: ['frontend/deck/log.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // SQL has NULL and no undefined: rows are read and written with null.
    files: ['backend-stub/store/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport] },
  },
  {
    files: ['backend-stub/main.ts', 'backend-stub/config.ts'],
    rules: { 'no-restricted-globals': 'off', 'no-restricted-imports': 'off' },
  },
  {
    files: tests,
    rules: {
      // A switch in a test double answers what its test asks, and nothing else.
      '@typescript-eslint/switch-exhaustiveness-check': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      // jest types its matchers (`expect.any`, `expect.objectContaining`) as any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      // A row of a table is a function with as many parameters as the table has columns.
      'max-params': ['error', 5],
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // A tool that asks for its configuration as the default.
    files: ['rollup.config.js'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    // CommonJS, which jest loads before anything can be transformed.
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { window: 'writable', module: 'writable', require: 'readonly' },
    },
  },
  {
    // The shape of somebody else's module.
    files: ['**/*.d.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: scripts,
    languageOptions: {
      globals: Object.fromEntries(
        ['process', 'console', 'URL', 'fetch', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'].map(
          (name) => [name, 'readonly'],
        ),
      ),
    },
    rules: {
      complexity: ['error', 10],
      'max-depth': ['error', 3],
      'max-params': ['error', 3],
      'max-lines': ['error', 300],
    },
  },
);
