const suite = (displayName, testMatch, setupFilesAfterEnv = []) => ({
  displayName,
  setupFilesAfterEnv,
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

// By a file, as jest takes no testTimeout from a project.
const patient = ['<rootDir>/test/cluster/patience.ts'];

export default {
  projects: [
    suite('unit', ['backend-stub', 'orca', 'architecture', 'spinnaker', 'simulated-cluster']),
    suite('contract', ['contract'], patient),
    suite('cluster', ['cluster', 'stage', 'demo'], patient),
    suite('faults', ['faults'], patient),
  ],
};
