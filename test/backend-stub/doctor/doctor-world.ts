import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { pluginId, serviceVersion } from '../../../backend-stub/contract/service.ts';
import type { DoctorReport, Finding } from '../../../backend-stub/contract/doctor.ts';
import { at, isRecord } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { doctorCommand, readDoctorArguments } from '../../../backend-stub/doctor-command.ts';
import { readOptions } from '../../../scripts/config/options.ts';
import { render } from '../../../scripts/config/render.ts';
import { parseManifest } from '../../../scripts/package/manifest.ts';
import { pluginRelease } from '../../../scripts/package/plugin.ts';
import { read } from '../../architecture/tracked-files.ts';
import { describedWebhooks } from '../../orca/described-webhooks.ts';
import { startSimulatedCluster } from '../../simulated-cluster/simulated-cluster.ts';
import type { SimulatedCluster } from '../../simulated-cluster/simulated-cluster.ts';
import { startClouddriver } from '../../spinnaker/clouddriver.ts';
import { fiatView, startFiat } from '../../spinnaker/fiat.ts';
import { startFront50 } from '../../spinnaker/front50.ts';
import type { WrittenPipeline } from '../../spinnaker/front50.ts';
import { sessionHeader, startSmallGate } from '../../spinnaker/gate.ts';
import { SmallService } from '../../spinnaker/small-service.ts';
import { ConfigurationFiles } from '../configuration-files.ts';

export const bearer = 'the-bearer-that-orca-shows';
export const readAs = 'gennaker-reader@example.com';
export const namespace = 'shop';
const banner = `/*! ${pluginId} ${serviceVersion} */\nexport const plugin = {};\n`;

const manifest = parseManifest(read('plugin.yaml'));

/** What an operator was told to apply, with the service where a test has it. */
export function renderedProfiles(publicUrl: string): { readonly orca: string; readonly gate: string } {
  const asked = readOptions(['--for', 'local', '--allow-webhook', 'https://ci.example.com/'], manifest);
  if (asked.kind !== 'asked') throw new Error(JSON.stringify(asked));
  const { files } = render(manifest, asked.options);
  const text = (name: string): string => files.find((one) => one.name === name)?.text ?? '';
  const orca: unknown = parse(text('orca-local.yml').replaceAll('http://gennaker.gennaker.svc:8081', publicUrl));
  // Loopback is what a test has; an operator has a name.
  const loopback = { 'user-configured-url-restrictions': { rejectLocalhost: false } };
  return { orca: stringify({ ...(isRecord(orca) ? orca : {}), ...loopback }), gate: text('gate-local.yml') };
}

/** Orca's list of preconfigured webhooks, as it describes the one of `plugin.yaml`. */
export function listedWebhook(orca: string): Readonly<Record<string, unknown>> {
  const [ours = {}] = describedWebhooks(at(parse(orca), 'webhook'));
  return ours;
}

/** An installation in which everything is right, on real sockets, of which a test breaks one part. */
export class DoctorWorld {
  readonly files = new ConfigurationFiles();
  orcaFile = '';
  gateFile = '';
  token = bearer;
  headers = `${sessionHeader.name}: ${sessionHeader.value}\n`;
  peopleUrl: string | undefined;
  changes: Readonly<Record<string, unknown>> = {};
  /** Nobody answers there; a test that wants everything right gives one. */
  databaseUrl = 'postgres://gennaker:the-password@127.0.0.1:1/gennaker';

  private constructor(
    readonly parts: Awaited<ReturnType<typeof startParts>>,
    readonly cluster: SimulatedCluster,
  ) {}

  static async start(): Promise<DoctorWorld> {
    const pipelines: WrittenPipeline[] = [];
    const [parts, cluster] = [await startParts(pipelines), await startSimulatedCluster()];
    const world: DoctorWorld = new DoctorWorld(parts, cluster);
    await cluster.api().ok({ method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name: namespace } } });
    await cluster.grant('driver', 'deploy/target-namespace-roles.yaml', namespace);
    world.heal();
    return world;
  }

  /** Everything as `npm run config` has it again. */
  heal(): void {
    const { orca, gate } = renderedProfiles(this.parts.service.url);
    this.orcaFile = orca;
    this.gateFile = gate;
    this.parts.orca.insteadAnswer({ status: 200, body: [listedWebhook(orca)] });
    for (const part of [this.parts.fiat.service, this.parts.front50.service, this.parts.clouddriver.service])
      part.insteadAnswer();
    this.parts.service.insteadAnswer();
    this.parts.gate.service.insteadAnswer();
    this.parts.gate.serve(healthyGate);
    this.parts.fiat.set(readAs, readerView);
    this.parts.pipelines.splice(0);
    Object.assign(this, { token: bearer, headers: `${sessionHeader.name}: ${sessionHeader.value}\n`, changes: {} });
    this.peopleUrl = undefined;
  }

  /** The file of the service, the same but for what was changed. */
  configFile(): string {
    const { fiat, front50, clouddriver, orca, service } = this.parts;
    const { zip, zipName, index } = pluginRelease(manifest, { indexJs: Buffer.from(banner), date: new Date(0) });
    this.files.write('plugins.json', index);
    this.files.write(zipName, zip);
    return this.files.write(
      'gennaker.yaml',
      stringify({
        publicUrl: service.url,
        orca: { url: orca.url, readAs, bearerFiles: [this.files.write('bearer', bearer)] },
        access: 'fiat',
        fiat: { url: fiat.url },
        front50: { url: front50.url },
        clouddriver: { url: clouddriver.url },
        postgres: { urlFile: this.files.write('url', this.databaseUrl) },
        pluginFolder: this.files.path('.'),
        accounts: [{ name: 'prod', kubeconfig: this.cluster.kubeconfig('driver'), namespaces: [namespace] }],
        ...this.changes,
      }),
    );
  }

  /** One with no cluster behind it. */
  kubeconfigAt(server: string): string {
    return readFileSync(this.cluster.kubeconfig('driver'), 'utf8').replaceAll(this.cluster.url, server);
  }

  /** A folder of the plugin with that index. */
  folderWith(index: string): string {
    const folder = this.files.path('other-plugin');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'plugins.json'), index);
    return folder;
  }

  words(): readonly string[] {
    const file = (name: string, text: string): string => this.files.write(name, text);
    return [
      ...['--config', this.configFile(), '--json', '--orca-token-file', file('token', this.token)],
      ...['--orca-file', file('orca-local.yml', this.orcaFile), '--gate-file', file('gate-local.yml', this.gateFile)],
      ...['--gate', this.parts.gate.url, '--gate-headers', file('headers', this.headers)],
      ...(this.peopleUrl === undefined ? [] : ['--people-url', this.peopleUrl]),
    ];
  }

  async ask(): Promise<{ readonly code: number; readonly findings: readonly Finding[]; readonly output: string }> {
    const told = readDoctorArguments(this.words());
    if (told.kind === 'misused') throw new Error(told.why);
    const { code, output } = await doctorCommand(told);
    // A cast, since another shape fails the tests loudly anyway.
    return { code, output, findings: (JSON.parse(output) as DoctorReport).findings };
  }

  async close(): Promise<void> {
    const { orca, service, gate, fiat, front50, clouddriver } = this.parts;
    await Promise.all([orca, service, gate, fiat, front50, clouddriver].map((part) => part.close()));
    await this.cluster.stop();
    this.files.remove();
  }
}

const readerView = fiatView(readAs, { applications: [{ name: 'shop', authorizations: ['READ'] }] });

const healthyGate = {
  manifest: [{ id: pluginId, version: serviceVersion }],
  assets: { [`${pluginId}/${serviceVersion}/index.js`]: banner },
  proxied: { status: 200, body: { service: { version: serviceVersion }, access: 'fiat', accounts: [] } },
};

async function startParts(pipelines: WrittenPipeline[]) {
  return {
    pipelines,
    orca: await SmallService.start(() => ({ status: 404 })),
    service: await SmallService.start(({ headers }) => ({
      status: headers.authorization === `Bearer ${bearer}` ? 404 : 401,
    })),
    gate: await startSmallGate(healthyGate),
    fiat: await startFiat({ [readAs]: readerView }),
    front50: await startFront50({ allPipelines: () => pipelines }),
    clouddriver: await startClouddriver({ prod: { READ: ['dev'], WRITE: ['devops'] } }),
  };
}
