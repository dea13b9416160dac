import { fiatView } from '../../spinnaker/fiat.ts';
import { readAs } from './doctor-world.ts';
import type { DoctorWorld } from './doctor-world.ts';
import type { Failure } from './failure.ts';

const ourStage = { type: 'kubernetesProgressive', name: 'Roll out', deployment: {} };
const saved = (stage: object) => (world: DoctorWorld) =>
  void world.parts.pipelines.push({ application: 'shop', name: 'deploy', id: 'p1', stages: [stage] });

export const failuresElsewhere: readonly Failure[] = [
  {
    failure: 'the roles of Fiat were never synchronized',
    breaks: ({ parts }) => parts.fiat.set(readAs, undefined),
    check: 'Fiat',
    said: /answers 503: it knows nobody yet/,
    change: /Fiat's log/,
  },
  {
    failure: 'nobody made the service account that reads executions',
    breaks: ({ parts }) => {
      parts.fiat.set('alice@example.com', fiatView('alice@example.com'));
      parts.fiat.set(readAs, undefined);
    },
    check: 'read identity',
    said: /Fiat knows nobody of the name gennaker-reader@example\.com/,
    change: /serviceAccounts/,
  },
  {
    failure: 'the service account that reads executions may read no application',
    breaks: ({ parts }) => parts.fiat.set(readAs, fiatView(readAs)),
    check: 'read identity',
    said: /may read no application/,
    change: /has READ on the applications/,
  },
  {
    failure: 'Fiat is away',
    breaks: (world) => {
      world.changes = { fiat: { url: 'http://127.0.0.1:1' } };
    },
    check: 'Fiat',
    said: /Fiat does not answer: ECONNREFUSED/,
    change: /fiat\.url/,
  },
  {
    failure: 'Front50 is away',
    breaks: (world) => {
      world.changes = { front50: { url: 'http://127.0.0.1:1' } };
    },
    check: 'Front50',
    said: /Front50 does not answer/,
    change: /front50\.url/,
  },
  {
    failure: 'something else than Clouddriver stands at its address',
    breaks: ({ parts }) => parts.clouddriver.service.insteadAnswer({ status: 200, body: '<html></html>' }),
    check: 'Clouddriver',
    said: /answers 200, as Clouddriver does not/,
    change: /clouddriver\.url/,
  },
  {
    failure: 'an account has another name than Clouddriver has for the cluster',
    breaks: (world) => {
      world.changes = {
        accounts: [{ name: 'production', kubeconfig: world.cluster.kubeconfig('driver'), namespaces: ['shop'] }],
      };
    },
    check: 'Clouddriver',
    said: /has no account production/,
    change: /accounts, name: production/,
  },
  {
    failure: 'the user of an account has no rights in its namespace',
    breaks: (world) => {
      world.changes = {
        accounts: [{ name: 'prod', kubeconfig: world.cluster.kubeconfig('outsider'), namespaces: ['shop'] }],
      };
    },
    check: 'account rights',
    said: /may not get rollouts.* in namespace shop, which gennaker-deploy would let it/,
    change: /A RoleBinding in shop of ClusterRole gennaker-deploy/,
  },
  {
    failure: 'the API server of an account does not answer',
    breaks: (world) => {
      const kubeconfig = world.files.write('gone', world.kubeconfigAt('http://127.0.0.1:1'));
      world.changes = { accounts: [{ name: 'prod', kubeconfig, namespaces: ['shop'] }] };
    },
    check: 'Argo Rollouts',
    said: /Cluster prod cannot be used/,
    change: /accounts, prod: its kubeconfig/,
  },
  {
    failure: 'whoever reaches the listener for people may say who he is',
    breaks: (world) => {
      world.peopleUrl = world.parts.service.url;
    },
    check: 'people listener',
    said: /answered 401 from here, where nobody but Gate may reach it/,
    change: /NetworkPolicy gennaker-people/,
  },
  {
    failure: 'a saved stage of ours was written without its alias',
    breaks: saved(ourStage),
    check: 'saved stages',
    said: /shop \/ deploy \/ Roll out has no alias/,
    change: /"alias": "preconfiguredWebhook"/,
  },
  {
    failure: 'a saved stage of ours ends after an hour, whatever it waits for',
    breaks: saved({ ...ourStage, alias: 'preconfiguredWebhook' }),
    check: 'saved stages',
    said: /Orca ends it after an hour/,
    change: /"stageTimeoutMs": 86400000/,
  },
  {
    failure: 'the list would stop the webhook stage of a saved pipeline',
    breaks: saved({ type: 'webhook', name: 'Tell', url: 'https://hooks.chat.example.com/services/T0/SECRET' }),
    check: 'saved webhooks',
    said: /refuses POST https:\/\/hooks\.chat\.example\.com\/… to shop \/ deploy \/ Tell/,
    change: /line \d+, webhook\.allowedRequests: an entry for it/,
  },
  {
    failure: 'the plugin that Gate fetches is of another version than the service',
    breaks: (world) => {
      world.changes = {
        pluginFolder: world.folderWith('[{"id":"Gennaker.Progressive","releases":[{"version":"0.0.9"}]}]'),
      };
    },
    check: 'configuration',
    said: /pluginFolder .* holds version 0\.0\.9 of the plugin, and the service is/,
    change: /gennaker\.yaml, pluginFolder/,
  },
  {
    failure: 'the service was never told where PostgreSQL is',
    breaks: (world) => {
      world.changes = { postgres: {} };
    },
    check: 'configuration',
    said: /postgres\.urlFile must be given/,
    change: /gennaker\.yaml, postgres\.urlFile/,
  },
];
