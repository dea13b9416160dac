import { pluginFolderOf } from './config-plugin.ts';
import type { Config } from './config.ts';
import type { CheckName, Finding } from './contract/doctor.ts';
import {
  askClouddriver,
  askDatabase,
  askFiat,
  askFront50,
  asking,
  askOrca,
  askSavedStages,
  profilesIn,
  configNeeded,
  rolesIn,
  rolloutsOn,
  userIn,
} from './doctor-looks.ts';
import type { Clusters, Neighbours } from './doctor-looks.ts';
import { judgeAccountRights } from './doctor/account-rights.ts';
import { judgeAllowedRequests } from './doctor/allowed-requests.ts';
import { judgeArgoRollouts } from './doctor/argo-rollouts.ts';
import { judgeDatabase } from './doctor/database.ts';
import { judgeConfiguration } from './doctor/configuration.ts';
import { credentialPath, judgeCredential } from './doctor/credential.ts';
import { examine } from './doctor/examine.ts';
import type { Check } from './doctor/examine.ts';
import { unknown } from './doctor/finding.ts';
import { judgeGateProfile } from './doctor/gate-profile.ts';
import { judgeGateProxy, proxyPath } from './doctor/gate-proxy.ts';
import { seen, unasked } from './doctor/look.ts';
import type { HttpAnswer, Look } from './doctor/look.ts';
import { judgePeopleListener } from './doctor/people-listener.ts';
import { bundlePath, judgePluginBundle } from './doctor/plugin-bundle.ts';
import { judgePluginManifest } from './doctor/plugin-manifest.ts';
import { judgePluginRelease } from './doctor/plugin-release.ts';
import type { PluginFolder } from './doctor/plugin-release.ts';
import type { ReadProfile } from './doctor/profile.ts';
import { profilesOf } from './doctor/profiles.ts';
import { judgeReadIdentity } from './doctor/read-identity.ts';
import { judgeSavedStages } from './doctor/saved-stages.ts';
import { judgeSavedWebhooks } from './doctor/saved-webhooks.ts';
import { judgeClouddriver, judgeFiat, judgeFront50 } from './doctor/services.ts';
import { judgeStageEntry } from './doctor/stage-entry.ts';
import { judgeUrlRules } from './doctor/url-rules.ts';
import { judgeWebhookKeys } from './doctor/webhook-keys.ts';
import { judgeWebhookListed } from './doctor/webhook-listed.ts';
import { judgeWebhookPermissions } from './doctor/webhook-permissions.ts';
import { lookAt } from './spinnaker/look-at.ts';

/** What somebody who looks has at hand; what is absent can not be told, and the finding says how it could. */
export interface DoctorSources {
  readonly configuration: { readonly file: string; readonly problems: readonly string[] };
  readonly config?: NonNullable<Neighbours>;
  readonly controlPlane?: Clusters;
  readonly plugin?: PluginFolder;
  readonly orca?: readonly ReadProfile[];
  readonly gate?: readonly ReadProfile[];
  readonly gateUrl?: string;
  readonly gateHeaders?: Readonly<Record<string, string>>;
  /** As it stands in its file. */
  readonly orcasToken?: string;
  readonly peopleUrl?: string;
}

/** What a service that runs has at hand: its configuration was good enough to start. */
export function doctorSources(
  config: NonNullable<Neighbours> & Pick<Config, 'pluginFiles'>,
  controlPlane: Clusters,
): DoctorSources {
  const configuration = { file: 'The configuration of the service', problems: [] };
  const plugin = config.pluginFiles === undefined ? {} : { plugin: pluginFolderOf(config.pluginFiles) };
  return { configuration, config, controlPlane, ...plugin };
}

/** How long one check may take: all of them take no longer. */
const milliseconds = 10_000;

/** Everything that can be told from here. Never rejects. */
export function examineInstallation(sources: DoctorSources): Promise<readonly Finding[]> {
  return examine(doctorChecks(sources), { milliseconds });
}

/** From Deck to the cluster, in the order in which a call goes. */
function doctorChecks(sources: DoctorSources): readonly Check[] {
  const { configuration, plugin, config } = sources;
  const accounts = once(() => askClouddriver(config));
  return [
    told('configuration', async () => judgeConfiguration(configuration.file, configuration.problems)),
    told('plugin release', async () =>
      judgePluginRelease(
        plugin === undefined
          ? unasked('The service serves no plugin (pluginFolder): Gate has it from elsewhere.')
          : seen(plugin),
      ),
    ),
    ...gateChecks(sources),
    ...orcaChecks(sources, accounts),
    ...spinnakerChecks(sources, accounts),
    ...clusterChecks(sources),
  ];
}

function told(name: CheckName, look: Check['look']): Check {
  return { name, look };
}

/** Those that were given by hand, or else those that the configuration names. */
function filesOf(service: 'orca' | 'gate', { config, ...given }: DoctorSources): readonly ReadProfile[] {
  const { orcaFiles = [], gateFiles = [] } = config?.doctor ?? {};
  return given[service] ?? profilesIn(service === 'orca' ? orcaFiles : gateFiles, service);
}

const gateNeeded = 'Gate was not asked: give --gate with its address, or open the page Gennaker doctor in Deck.';

function gateChecks(sources: DoctorSources): readonly Check[] {
  const { gateUrl, gateHeaders, peopleUrl } = sources;
  const ask = (path: string) =>
    lookAt({
      url: gateUrl,
      otherwise: gateNeeded,
      path,
      ...(gateHeaders === undefined ? {} : { headers: gateHeaders }),
    });
  const fromHere =
    'It was not tried from where it must fail: run gennaker doctor --people-url in a pod that is not Gate.';
  return [
    told('Gate profile', async () => judgeGateProfile(profilesOf('Gate profile', filesOf('gate', sources)))),
    told('plugin manifest', async () => judgePluginManifest(await ask('/plugins/deck/plugin-manifest.json'))),
    told('plugin bundle', async () => judgePluginBundle(await ask(bundlePath))),
    told('Gate proxy', async () => judgeGateProxy(await ask(proxyPath))),
    told('people listener', async () =>
      judgePeopleListener(await lookAt({ url: peopleUrl, otherwise: fromHere, path: '/v1/accounts' })),
    ),
  ];
}

/** As Clouddriver lists them. */
type Accounts = () => Promise<Look<HttpAnswer>>;

function orcaChecks(sources: DoctorSources, accounts: Accounts): readonly Check[] {
  const { config, orcasToken } = sources;
  const orca = profilesOf('webhook keys', filesOf('orca', sources));
  const publicUrl = config?.publicUrl;
  const listed = once(() => askOrca(config, '/webhooks/preconfigured'));
  const stages = once(() => askSavedStages(config));
  return [
    told('webhook listed', async () => judgeWebhookListed(await listed())),
    told('stage entry', async () => judgeStageEntry(await listed())),
    told('webhook keys', async () => judgeWebhookKeys(orca, publicUrl)),
    told('webhook permissions', async () => judgeWebhookPermissions(orca, rolesIn(await accounts()))),
    told('URL rules', async () => judgeUrlRules(orca, publicUrl)),
    told('allowed requests', async () => judgeAllowedRequests(orca, publicUrl)),
    told('credential', async () => credentialFindings(config, orcasToken)),
    told('saved stages', async () => judgeSavedStages(await stages())),
    told('saved webhooks', async () => judgeSavedWebhooks(orca, await stages())),
  ];
}

async function credentialFindings(config: Neighbours, orcasToken: string | undefined): Promise<readonly Finding[]> {
  const [bearer = ''] = config?.orca.bearers ?? [];
  const service = await lookAt({
    url: config?.publicUrl,
    otherwise: configNeeded,
    path: credentialPath,
    headers: { Authorization: `Bearer ${bearer}` },
  });
  return judgeCredential({
    service,
    bearers: config?.orca.bearers ?? [],
    orcasToken:
      orcasToken === undefined
        ? unasked('What Orca shows as its bearer was not given: --orca-token-file, with the content of its Secret.')
        : seen(orcasToken),
  });
}

function spinnakerChecks(sources: DoctorSources, listed: Accounts): readonly Check[] {
  const { config, controlPlane } = sources;
  const readAs = config?.orca.readAs ?? '';
  const reader = once(() => askFiat(config, `/authorize/${encodeURIComponent(readAs)}`));
  const accounts = controlPlane?.accounts().map(({ name }) => name) ?? [];
  return [
    told('Fiat', async () => judgeFiat(await reader())),
    told('read identity', async () => judgeReadIdentity(readAs, userIn(await reader()))),
    told('Front50', async () => judgeFront50(await askFront50(config, '/v2/applications?restricted=false'))),
    told('Clouddriver', async () => judgeClouddriver(await listed(), accounts)),
    told('database', async () => judgeDatabase(await askDatabase(config))),
  ];
}

function clusterChecks({ controlPlane }: DoctorSources): readonly Check[] {
  if (controlPlane === undefined)
    return (['account rights', 'Argo Rollouts'] as const).map((name) =>
      told(name, async () => [unknown(name, configNeeded)]),
    );
  return controlPlane.accounts().flatMap((account) => {
    const { name, namespaces, defaultNamespace = 'default' } = account;
    const places = (namespaces ?? [defaultNamespace]).map((namespace) => ({ account: name, namespace }));
    return [
      {
        name: 'Argo Rollouts' as const,
        about: name,
        look: async () => judgeArgoRollouts(name, await rolloutsOn(controlPlane, name)),
      },
      ...places.map((place) => ({
        name: 'account rights' as const,
        about: `${place.account} / ${place.namespace}`,
        look: async () =>
          judgeAccountRights(place, await asking(() => controlPlane.rulesIn(place.account, place.namespace))),
      })),
    ];
  });
}

function once<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let asked: Promise<Value> | undefined;
  return () => (asked ??= ask());
}
