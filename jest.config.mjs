import { mapToBundles } from './scripts/test/bundled-packages.mjs';

// Made by scripts/test.mjs for its run; whoever starts jest without it has the packages themselves.
const bundles = process.env.GENNAKER_PACKAGES;

const suite = (displayName, testMatch, setupFilesAfterEnv = []) => ({
  displayName,
  setupFilesAfterEnv,
  testMatch: testMatch.map((pattern) => `<rootDir>/test/${pattern}/**/*.test.ts`),
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: bundles === undefined ? {} : mapToBundles(bundles),
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
});

/** What runs in Deck, on a page of jsdom and as CommonJS: Deck's own packages are modules that only a bundler can load. */
const frontend = {
  displayName: 'frontend',
  testMatch: ['<rootDir>/test/frontend/**/*.test.ts', '<rootDir>/test/frontend/**/*.test.tsx'],
  testEnvironment: 'jsdom',
  setupFiles: ['<rootDir>/test/frontend/page-globals.cjs'],
  setupFilesAfterEnv: ['<rootDir>/test/frontend/matchers.ts', '<rootDir>/test/busy-machine.ts'],
  transform: {
    '^.+\\.[mc]?[jt]sx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2020',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'classic' } },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(@spinnaker/(core|presentation)|lodash-es)/)'],
  moduleNameMapper: {
    '^root/version\\.json$': '<rootDir>/package.json',
    '^@spinnaker/kayenta$': '<rootDir>/test/frontend/nothing.cjs',
    '^@spinnaker/(core|presentation)$': '<rootDir>/node_modules/@spinnaker/$1/dist/index.js',
    '\\.(css|less|svg|png|gif|woff2?|ttf|otf|eot)$': '<rootDir>/test/frontend/nothing.cjs',
  },
};

// By a file, as jest takes no testTimeout from a project.
const patient = ['<rootDir>/test/cluster/patience.ts'];

export default {
  testSequencer: '<rootDir>/scripts/test/long-first.mjs',
  projects: [
    suite(
      'unit',
      [
        'backend-stub',
        'orca',
        'architecture',
        'spinnaker',
        'simulated-cluster',
        'playground',
        'bundle',
        'monitoring',
        'package',
        'config',
        'upgrade',
        'documents',
      ],
      ['<rootDir>/test/busy-machine.ts'],
    ),
    frontend,
    suite('contract', ['contract', 'fuzz'], patient),
    suite('cluster', ['cluster', 'stage', 'demo', 'deploy'], patient),
    suite('browser', ['browser'], patient),
    suite('faults', ['faults'], patient),
  ],
};
