/** Where else a command of a page is typed or called as it stands there, by a test or by every run of them. */
export const typedElsewhere: Readonly<Record<string, string>> = {
  'npm start': 'test/browser/playground.test.ts',
  'npm test': 'scripts/test.mjs',
  'npm run demo': 'test/demo/demo.test.ts',
  'npm run package': 'test/package/release.test.ts',
  'gennaker serve --config /etc/gennaker/gennaker.yaml': 'test/package/release.test.ts',
  'gennaker doctor ': 'test/package/release.test.ts',
  'kubectl -n gennaker exec deployment/gennaker -- node ': 'test/package/release.test.ts',
  'curl https://gate.example.com/': 'test/package/release.test.ts',
  'curl -I https://gate.example.com/': 'test/package/release.test.ts',
  'gennaker plan ': 'test/simulated-cluster/plan-command.test.ts',
  'gennaker give-back ': 'test/stage/giving-back.test.ts',
  'gennaker audit ': 'test/backend-stub/audit-command.test.ts',
  'openssl genpkey ': 'test/documents/commands.test.ts',
  'openssl pkey ': 'test/documents/commands.test.ts',
};

const noContainers = 'pods of the test cluster run no container';
const onlyNamed = 'a sentence names it, and nobody is told to type it';

/** What nobody can type here, with why; its words are held by test/documents/commands.test.ts all the same. */
export const untyped: Readonly<Record<string, string>> = {
  'kubectl -n default run probe ': noContainers,
  'kubectl -n spinnaker exec deploy/spin-gate ': noContainers,
  'kubectl -n gennaker logs ': noContainers,
  'kubectl -n spinnaker port-forward ': noContainers,
  'curl -X POST http://localhost:8080/serviceAccounts ': 'there is no Front50 but a small one, which takes no account',
  'curl -H "Authorization: Bearer $TOKEN" ':
    'the name is one of a cluster with a network; test/backend-stub/http asks the route',
  'kubectl argo rollouts': onlyNamed,
};
