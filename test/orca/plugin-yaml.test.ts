import { orcaStatusWords, stageType } from '../../backend-stub/contract/orca.ts';
import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { readPluginYaml, resolvePlaceholders } from './plugin-configuration.ts';
import { at, text } from './recordings.ts';
import { allowedBy, validateUrl } from './url-rules.ts';
import { preconfiguredKeys, readWebhookProperties } from './webhook-properties.ts';

const plugin = await readPluginYaml();
const webhook = at(plugin, 'orca', 'webhook');
const preset = object(at(webhook, 'preconfigured', 0));

describe('plugin.yaml', () => {
  it('names the plugin once and everywhere the same', async () => {
    const id = text(at(plugin, 'id'));
    const version = at(plugin, 'version');
    expect([id, at(plugin, 'provider')]).toEqual(['Gennaker.Progressive', 'https://github.com/gennaker/gennaker']);
    expect(at(plugin, 'gate', 'spinnaker', 'extensibility', 'deck-proxy', 'plugins')).toEqual({
      [id]: { enabled: true, version },
    });
    expect(at(plugin, 'deck', 'gennaker', 'proxyId')).toBe(at(plugin, 'gate', 'proxies', 0, 'id'));
  });

  it('has no colon inside an expression, since Spring takes what follows it for a default value', () => {
    const expressions = texts(plugin).flatMap((value) => value.match(/\$\{[^}]*\}/g) ?? []);
    expect(expressions.length).toBeGreaterThan(8);
    expect(expressions.filter((expression) => expression.includes(':'))).toEqual([]);
    expect(resolvePlaceholders("${ foo ? 'a' : 'b' }", {})).toBe(" 'b' ");
  });

  it('leaves no key of the stage to the pipeline author, but those that nothing reads', () => {
    const unset = preconfiguredKeys.laidOverTheStage.filter((key) => preset[key] === undefined || preset[key] === null);
    expect(unset).toEqual(['parameterValues', 'parameterData', 'permissions']);
    const described = preconfiguredKeys.describing.filter((key) => preset[key] === undefined);
    expect(described).toEqual(['parameters']);
  });

  it('has only keys that Orca knows', () => {
    expect(() => readWebhookProperties(webhook)).not.toThrow();
    expect(() => readWebhookProperties({ preconfigured: [{ ...preset, monitorOnly: false }] })).toThrow(
      'unknown monitorOnly',
    );
  });

  it('maps exactly the status words that the service says', () => {
    const listed = ['successStatuses', 'canceledStatuses', 'terminalStatuses'].flatMap((key) =>
      text(preset[key]).split(','),
    );
    expect([...listed, 'RUNNING'].toSorted()).toEqual([...orcaStatusWords].toSorted());
    expect(preset['type']).toBe(stageType);
  });

  it('says who asks in headers that Orca does not drop, each a text, and keeps the bearer out of the execution', () => {
    expect(preset['customHeaders']).toEqual({
      'Content-Type': ['application/json'],
      Accept: ['application/json'],
      'X-Spin-Execution-Id': ['${execution.id}'],
      'X-Spin-Stage-Id': ['${#currentStage().id}'],
      'X-Spin-Attempt': ['${#currentStage().startTime.toString()}'],
      'X-Spin-Application': ['${execution.application}'],
      'X-Spin-Run-As': ['${execution.authentication.user}'],
    });
    expect(preset['sensitiveHeaders']).toEqual({ Authorization: ['Bearer ${GENNAKER_ORCA_TOKEN}'] });
  });

  it('cancels by execution, stage and attempt, as JSON', () => {
    expect(JSON.parse(text(preset['cancelPayload']))).toEqual({
      executionId: '${execution.id}',
      stageId: '${#currentStage().id}',
      attempt: '${#currentStage().startTime.toString()}',
    });
  });

  it.each(['url', 'cancelEndpoint'])(
    'calls an address in %s that Orca accepts and its list lets through, repeated if need be',
    (key) => {
      const url = validateUrl(text(preset[key]), { allowLoopback: false });
      const entry = allowedBy(readWebhookProperties(webhook), { method: 'POST', url });
      expect(entry).toMatchObject({ safeToRetry: true });
    },
  );

  it('lets nothing else through', () => {
    const properties = readWebhookProperties(webhook);
    const others = [
      'http://elsewhere.example.com/',
      'http://gennaker.gennaker.svc:8081@elsewhere.example.com/',
      'http://gennaker.gennaker.svc:8080/',
    ];
    for (const address of others)
      expect(() => allowedBy(properties, { method: 'GET', url: new URL(address) })).toThrow('not allowed');
  });
});

describe("Orca's address rules", () => {
  it.each([
    ['http://gennaker:8081/', 'Host not allowed: gennaker'],
    ['http://gennaker.spinnaker:8081/', 'Host not allowed: gennaker.spinnaker'],
    ['http://gennaker.cd.svc.cluster.local/', 'Host not allowed: gennaker.cd.svc.cluster.local'],
    ['http://10.0.0.1/', 'Verbatim IP addresses are not allowed'],
    ['http://localhost:8081/', 'Host not allowed: localhost'],
    ['ftp://gennaker.example.com/', 'unsupported URI scheme'],
  ])('refuse %s', (address, why) => {
    expect(() => validateUrl(address, { allowLoopback: false })).toThrow(why);
  });

  it('accept a service name with its namespace', () => {
    expect(validateUrl('http://gennaker.spinnaker.svc:8081/', { allowLoopback: false }).host).toBe(
      'gennaker.spinnaker.svc:8081',
    );
  });
});

function object(value: Json | undefined): JsonObject {
  if (!isObject(value)) throw new TypeError('plugin.yaml has no preconfigured webhook.');
  return value;
}

function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(texts);
}
