import { bearer, listedWebhook } from './doctor-world.ts';
import type { DoctorWorld } from './doctor-world.ts';
import type { Failure } from './failure.ts';

const inOrca = (from: string | RegExp, to: string) => (world: DoctorWorld) => {
  const changed = world.orcaFile.replace(from, to);
  if (changed === world.orcaFile) throw new Error(`orca-local.yml has no ${from}`);
  world.orcaFile = changed;
};
const listed = (world: DoctorWorld, changed: object): void =>
  world.parts.orca.insteadAnswer({ status: 200, body: [{ ...listedWebhook(world.orcaFile), ...changed }] });

export const failuresAtOrca: readonly Failure[] = [
  {
    failure: 'half of the installation: Gate is done, Orca is not',
    breaks: ({ parts }) => parts.orca.insteadAnswer({ status: 200, body: [] }),
    check: 'webhook listed',
    said: /no preconfigured webhook of the type kubernetesProgressive/,
    change: /restart Orca/,
  },
  {
    failure: 'a key of the webhook is empty, and authors may have the bearer sent to themselves',
    breaks: (world) => listed(world, { preconfiguredProperties: ['url', 'method'] }),
    check: 'webhook listed',
    said: /cancelEndpoint of the webhook empty/,
    change: /cancelEndpoint of the entry kubernetesProgressive/,
  },
  {
    failure: 'the webhook is there twice',
    breaks: (world) =>
      world.parts.orca.insteadAnswer({
        status: 200,
        body: [listedWebhook(world.orcaFile), listedWebhook(world.orcaFile)],
      }),
    check: 'webhook listed',
    said: /has 2 preconfigured webhooks/,
    change: /leave one entry/,
  },
  {
    failure: 'the list of stages shows two entries of one name',
    breaks: (world) => listed(world, { label: 'Kubernetes Progressive' }),
    check: 'stage entry',
    said: /has the label of the plugin's stage/,
    change: /webhook\.preconfigured, label/,
  },
  {
    failure: 'the webhook sends no bearer at all',
    breaks: inOrca(/sensitiveHeaders:\n\s+Authorization:\n\s+- Bearer.*\n/, 'sensitiveHeaders: {}\n'),
    check: 'webhook keys',
    said: /sends no bearer/,
    change: /sensitiveHeaders\.Authorization/,
  },
  {
    failure: 'the bearer stands in customHeaders, as for an older Spinnaker',
    breaks: inOrca('customHeaders:\n', 'customHeaders:\n        Authorization: ["Bearer x"]\n'),
    check: 'webhook keys',
    said: /whoever may read an execution of the stage can read it/,
    change: /orca-local\.yml line \d+, .*customHeaders\.Authorization/,
  },
  {
    failure: 'the bearer itself was written into the file',
    breaks: inOrca('${GENNAKER_ORCA_TOKEN}', 'secret-in-the-file-itself'),
    check: 'webhook keys',
    said: /stands in the file itself/,
    change: /replace the bearer/,
  },
  {
    failure: 'no one is named but by #currentUser(), which says anonymous',
    breaks: inOrca('${execution.authentication.user}', '${#currentUser()}'),
    check: 'webhook keys',
    said: /customHeaders\.X-Spin-Run-As of the webhook is something else/,
    change: /line \d+, .*\['\$\{execution\.authentication\.user\}'\]/,
  },
  {
    failure: 'a number in a header ends the stage',
    breaks: inOrca('${#currentStage().startTime.toString()}', '${#currentStage().startTime}'),
    check: 'webhook keys',
    said: /a number in a header ends the stage/,
    change: /X-Spin-Attempt/,
  },
  {
    failure: 'a colon inside an expression, of which Spring takes a part',
    breaks: inOrca('payload: ${deployment}', "payload: '${ deployment ?: {} }'"),
    check: 'webhook keys',
    said: /payload of the webhook has a colon or a brace/,
    change: /orca-local\.yml line \d+, .*payload/,
  },
  {
    failure: 'a key of the webhook was left out',
    breaks: inOrca(/\n\s+cancelMethod: POST/, ''),
    check: 'webhook keys',
    said: /cancelMethod of the webhook is missing/,
    change: /line \d+, webhook\.preconfigured\[0\]\.cancelMethod: POST/,
  },
  {
    failure: 'Orca keeps no list of what may be called',
    breaks: inOrca('allowedRequestsEnabled: true', 'allowedRequestsEnabled: false'),
    check: 'allowed requests',
    said: /can have the bearer of the service sent to himself/,
    change: /line \d+, webhook\.allowedRequestsEnabled: true/,
  },
  {
    failure: 'a prefix of the list has no slash after its host',
    breaks: inOrca('https://ci.example.com/', 'https://ci.example.com'),
    check: 'allowed requests',
    said: /no slash after its host/,
    change: /line \d+, webhook\.allowedRequests\[1\]\.urlPrefix/,
  },
  {
    failure: 'the list does not let the service through',
    breaks: inOrca(/urlPrefix: http:\/\/127.*\n/, 'urlPrefix: http://elsewhere.example.com/\n'),
    check: 'allowed requests',
    said: /lets no POST and no GET/,
    change: /webhook\.allowedRequests: an entry with/,
  },
  {
    failure: 'a late answer of the service ends its stage',
    breaks: inOrca('safeToRetry: true', 'safeToRetry: false'),
    check: 'allowed requests',
    said: /not safeToRetry/,
    change: /line \d+, webhook\.allowedRequests\[0\]\.safeToRetry: true/,
  },
  {
    failure: 'a role of the webhook is a part of another role',
    breaks: inOrca('enabled: true', 'enabled: true\n      permissions: { WRITE: [dev] }'),
    check: 'webhook permissions',
    said: /names dev, and Orca compares parts of names: devops is let in/,
    change: /line \d+, .*permissions\.WRITE/,
  },
  {
    failure: 'Orca calls no address like the one of the service',
    breaks: (world) => {
      world.changes = { publicUrl: 'http://gennaker.gennaker.svc.cluster.local:8081' };
    },
    check: 'URL rules',
    said: /calls no names that end in \.local/,
    change: /publicUrl/,
  },
  {
    failure: 'the Secret of Orca has a line end behind the bearer',
    breaks: (world) => {
      world.token = `${bearer}\n`;
    },
    check: 'credential',
    said: /line end or a space around it/,
    change: /tr -d/,
  },
  {
    failure: 'Orca has another bearer than the service',
    breaks: (world) => {
      world.token = 'another-bearer-of-16-characters';
    },
    check: 'credential',
    said: /none of the bearers of the service/,
    change: /the same in both/,
  },
  {
    failure: 'the variable with the bearer was never put into Orca',
    breaks: (world) => {
      world.token = '${GENNAKER_ORCA_TOKEN}';
    },
    check: 'credential',
    said: /is empty or was never put in/,
    change: /GENNAKER_ORCA_TOKEN/,
  },
  {
    failure: 'the running service takes another bearer than its configuration says',
    breaks: ({ parts }) => parts.service.insteadAnswer({ status: 401 }),
    check: 'credential',
    said: /does not take the bearer of this configuration/,
    change: /bearerFiles: the same files in all replicas/,
  },
];
