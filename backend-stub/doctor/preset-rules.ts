import { orcaStatusWords, stageType } from '../contract/orca.ts';
import { at, listAt, textAt } from '../deployment/kubernetes-object.ts';

/** What a key of our preconfigured webhook must hold, and what happens otherwise. `at` is under the entry of the list. */
export interface PresetRule {
  readonly at: readonly string[];
  readonly holds: (value: unknown) => boolean;
  /** What it must be, as it is written in the file; never a secret. */
  readonly wanted: string;
  readonly otherwise: string;
}

const mayFill = 'what is empty here, whoever writes a pipeline may fill';

function exactly(key: string, wanted: string | number | boolean, otherwise = mayFill): PresetRule {
  return { at: [key], holds: (value) => value === wanted, wanted: String(wanted), otherwise };
}

function header(name: string, wanted: string, otherwise: string): PresetRule {
  return {
    at: ['customHeaders', name],
    holds: (value) => value === wanted || (Array.isArray(value) && value.length === 1 && value[0] === wanted),
    wanted: `['${wanted}']`,
    otherwise,
  };
}

function codes(key: string, least: readonly number[], otherwise: string): PresetRule {
  return {
    at: [key],
    holds: (value) => Array.isArray(value) && least.every((code) => value.map(Number).includes(code)),
    wanted: `[${least.join(', ')}]`,
    otherwise,
  };
}

const [, succeeded, failed, canceled] = orcaStatusWords;
const pollsForEver = 'a status word that Orca does not know means that it asks for ever';
const whoAsks = 'the service refuses a call that does not say whose it is';

/** Of everything that is there whatever the address of the service. */
const fixedRules: readonly PresetRule[] = [
  exactly('type', stageType, 'the stage of the plugin has this type'),
  exactly('method', 'POST'),
  header(
    'Content-Type',
    'application/json',
    'Orca sends text as ISO-8859-1 without it, and the service reads JSON only',
  ),
  header('X-Spin-Execution-Id', '${execution.id}', whoAsks),
  header('X-Spin-Stage-Id', '${#currentStage().id}', whoAsks),
  header('X-Spin-Attempt', '${#currentStage().startTime.toString()}', 'a number in a header ends the stage'),
  header('X-Spin-Application', '${execution.application}', whoAsks),
  header('X-Spin-Run-As', '${execution.authentication.user}', 'everything else there can be forged, or says anonymous'),
  exactly('payload', '${deployment}', 'only one expression alone is sent as JSON'),
  codes(
    'failFastStatusCodes',
    [400, 401, 403, 404, 409],
    'a refusal of the service would be asked for again for 5 minutes',
  ),
  exactly('waitForCompletion', true, 'the stage would end as soon as the deployment was accepted'),
  exactly('statusUrlResolution', 'webhookResponse'),
  exactly('statusUrlJsonPath', '$.statusUrl'),
  exactly('statusJsonPath', '$.status', 'the first answer would end the stage as succeeded'),
  exactly('progressJsonPath', '$.progress'),
  exactly('successStatuses', succeeded, pollsForEver),
  exactly('canceledStatuses', canceled, pollsForEver),
  exactly('terminalStatuses', failed, pollsForEver),
  codes('retryStatusCodes', [404, 408], 'an answer of something between Orca and the service would end the stage'),
  exactly('waitBeforeMonitor', 0),
  exactly('signalCancellation', true, 'Deck would not say that canceling reaches the rollout'),
  exactly('cancelMethod', 'POST'),
  {
    at: ['cancelPayload'],
    holds: (value) => ['executionId', 'stageId', 'attempt'].every((key) => String(value).includes(`"${key}"`)),
    wanted: 'as npm run config prints it',
    otherwise: 'the service could not tell what is canceled',
  },
  {
    at: ['enabled'],
    holds: (value) => value !== false,
    wanted: 'true',
    otherwise: 'Orca neither lists nor runs it',
  },
];

/** `publicUrl` is the service's own; undefined where its configuration can't be read. */
export function presetRules(publicUrl: string | undefined): readonly PresetRule[] {
  if (publicUrl === undefined) return fixedRules;
  const elsewhere = 'it must be the publicUrl of the service, which no pipeline may choose';
  return [
    exactly('url', `${publicUrl}/v1/deployments`, elsewhere),
    exactly('cancelEndpoint', `${publicUrl}/v1/cancel`, elsewhere),
    ...fixedRules,
  ];
}

/** Names that the list of a running Orca must have, since it shows no values. */
export const presetKeys: readonly string[] = [
  ...['url', 'cancelEndpoint'],
  ...new Set(fixedRules.map((rule) => rule.at[0] ?? '').filter((key) => key !== 'type' && key !== 'enabled')),
];

export type Credential = 'sensitive' | 'visible' | 'literal' | 'missing';

/** Where the bearer stands in a preset, without a word of it. */
export function credentialIn(preset: unknown): Credential {
  const [sensitive, custom] = ['sensitiveHeaders', 'customHeaders'].map((key) => authorizationIn(at(preset, key)));
  if (custom !== undefined) return 'visible';
  if (sensitive === undefined) return 'missing';
  return /\$\{[\w.]+\}/.test(sensitive) ? 'sensitive' : 'literal';
}

function authorizationIn(headers: unknown): string | undefined {
  const key = Object.keys(typeof headers === 'object' && headers !== null ? headers : {}).find(
    (name) => name.toLowerCase() === 'authorization',
  );
  if (key === undefined) return undefined;
  const [first] = listAt(headers, key);
  return textAt(headers, key) ?? (typeof first === 'string' ? first : undefined);
}
