const suite = (displayName, testMatch) => ({
  displayName,
  testMatch: testMatch.map((pattern) => `<rootDir>/test/${pattern}/**/*.test.ts`),
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
});

export default {
  projects: [
    suite('unit', ['backend-stub', 'orca', 'architecture', 'spinnaker']),
    suite('contract', ['contract']),
    suite('cluster', ['cluster', 'stage']),
  ],
};
