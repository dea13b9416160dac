import { execFile, execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { parse, stringify } from 'yaml';
import { at, recordAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { read, root } from '../architecture/tracked-files.ts';
import { GennakerProcess } from '../backend-stub/gennaker-process.ts';
import { commandsOf, snippetsOf } from '../documents/pages.ts';
import { identityCookieName } from '../playground/gate/identity.ts';
import { fetchPlugin } from '../playground/gate/plugin-repository.ts';
import type { Installation, ServicePorts, Surroundings } from '../playground/installation.ts';
import { readProfiles } from '../playground/printed-configuration.ts';
import type { PrintedConfiguration } from '../playground/printed-configuration.ts';
import type { PostgresCluster } from '../postgres/cluster.ts';
import { scratchFolder } from '../scratch-folder.ts';
import type { Release } from './release.ts';

/** The lines that a page tells to type and that begin so, as they stand there. */
function told(beginning: string, page = 'docs/install.md'): readonly string[] {
  const lines = commandsOf(page).flatMap(({ line }) => (line.startsWith(beginning) ? [line] : []));
  if (lines.length === 0) throw new Error(`${page} tells nobody to type ${beginning}…`);
  return lines;
}

/** The database that the page has made, with its user; its address. */
export async function databaseByPage(postgres: PostgresCluster): Promise<string> {
  const told = snippetsOf('docs/install.md').find(({ language }) => language === 'sql')?.text ?? '';
  // One by one: a database can't be made among other statements.
  for (const statement of told.split(/(?<=;)\n/)) await postgres.execute(postgres.url('postgres'), statement);
  return postgres.url('gennaker').replace('postgres@', 'gennaker:PASSWORD@');
}

/**
 * Gennaker as somebody has it who types what docs/install.md tells him to. What is replaced is what that page calls yours: where
 * things are, and names that no resolver has here.
 */
export class InstalledByPage implements Installation {
  readonly #folder = scratchFolder('install');
  readonly #release: Release;
  readonly #databaseUrl: string;
  #ports: ServicePorts = { orca: 0, people: 0 };

  constructor(release: Release, databaseUrl: string) {
    this.#release = release;
    this.#databaseUrl = databaseUrl;
    this.#installPackage();
    this.#makeSecrets();
  }

  get bearer(): string {
    return readFileSync(join(this.#folder, 'orca-bearer'), 'utf8');
  }

  configure(ports: ServicePorts): PrintedConfiguration {
    this.#ports = ports;
    return this.configuredFor('operator');
  }

  configuredFor(way: 'operator' | 'kustomize' | 'local'): PrintedConfiguration {
    const [line = ''] = told(`npm run config -- --for ${way} `);
    const into = join(this.#folder, way);
    const words = line.split(' ').slice(4);
    words[words.indexOf('--into') + 1] = into;
    execFileSync(process.execPath, [join(root, 'scripts/config.mjs'), ...words], { stdio: 'pipe' });
    return this.#printed(into, way);
  }

  async serve(surroundings: Surroundings) {
    const file = join(this.#folder, 'gennaker.yaml');
    writeFileSync(file, this.#configuration(surroundings));
    const [line = ''] = told('gennaker serve ');
    const words = line.replace('/etc/gennaker/gennaker.yaml', file).split(' ').slice(1);
    const service = new GennakerProcess(words, join(this.#folder, 'npm/bin/gennaker'));
    const started = await service.logged('gennaker serves');
    return {
      orcaUrl: String(started['orcaUrl']),
      peopleUrl: String(started['peopleUrl']),
      drain: async () => {
        service.terminate();
        await service.exit();
      },
    };
  }

  async pluginFile({ gate }: PrintedConfiguration): Promise<string> {
    const file = join(this.#folder, 'index.js');
    writeFileSync(file, await fetchPlugin(gate));
    return file;
  }

  /** What the commands that look whether it is there say, at a Gate with this address. */
  async seenAt(gateUrl: string): Promise<readonly string[]> {
    const lines = told('curl ').filter((line) => line.includes('https://gate.example.com'));
    const asked = lines.map(async (line) => {
      const words = line.replace('https://gate.example.com', gateUrl).split(' ').slice(1);
      // Gate is in this process, which must not wait for itself.
      return (await promisify(execFile)('curl', ['--silent', '--show-error', ...words])).stdout;
    });
    return Promise.all(asked);
  }

  /** What the doctor says as docs/troubleshoot.md calls it, of these profiles and to somebody whom Gate takes for `user`. */
  async doctor(gateUrl: string, { orca, gate }: PrintedConfiguration, user: string): Promise<string> {
    const [line = ''] = told('gennaker doctor ', 'docs/troubleshoot.md');
    const write = (name: string, text: string): void => writeFileSync(join(this.#folder, name), text);
    // Where a test has its service, and nobody else.
    const loopback = { 'user-configured-url-restrictions': { rejectLocalhost: false } };
    write('orca-local.yml', stringify({ ...recordAt(orca), ...loopback }));
    write('gate-local.yml', stringify(gate));
    write('headers', `Cookie: ${identityCookieName}=${encodeURIComponent(user)}\n`);
    const words = line.replace('https://gate.example.com', gateUrl).split(' ').slice(1);
    const program = join(this.#folder, 'npm/bin/gennaker');
    write('orca-token', this.bearer);
    return (await promisify(execFile)(program, words, { cwd: this.#folder })).stdout;
  }

  get #pluginFolder(): string {
    return join(this.#folder, 'npm/lib/node_modules/gennaker/plugin');
  }

  #installPackage(): void {
    const [line = ''] = told('npm install ');
    const words = line.replace('dist/release/', `${this.#release.folder}/`).split(' ').slice(1);
    const here = ['--offline', '--no-audit', '--no-fund', `--prefix=${join(this.#folder, 'npm')}`];
    execFileSync('npm', [...words, ...here], { stdio: 'pipe' });
  }

  #makeSecrets(): void {
    const lines = [...told('openssl '), ...told('printf ')].map((line) =>
      line.replace(/postgres:\/\/[^']*/, this.#databaseUrl),
    );
    for (const line of lines) execFileSync('sh', ['-e', '-c', line], { cwd: this.#folder, stdio: 'pipe' });
  }

  /** The one to begin with, with addresses, account and places of this machine. */
  #configuration({ ports, account, ...around }: Surroundings): string {
    if (account.credentials.source !== 'kubeconfig') throw new Error('A process has the cluster by a kubeconfig.');
    const text = read('deploy/overlays/one-cluster/gennaker.yaml')
      .replaceAll('/etc/gennaker/secrets', this.#folder)
      .replaceAll('/opt/gennaker/plugin', this.#pluginFolder)
      .replace('http://spin-orca.spinnaker.svc:8083', around.orcaUrl)
      .replace('http://spin-fiat.spinnaker.svc:7003', around.fiatUrl)
      .replace('http://spin-clouddriver.spinnaker.svc:7002', around.clouddriverUrl)
      .replace('http://spin-front50.spinnaker.svc:8080', around.front50Url);
    const [host, namespace] = ['127.0.0.1', account.namespace];
    return stringify({
      ...recordAt(parse(local(text, ports))),
      listeners: { orca: { host, port: ports.orca }, people: { host, port: ports.people } },
      accounts: [
        {
          name: account.name,
          kubeconfig: account.credentials.path,
          namespaces: [namespace],
          defaultNamespace: namespace,
        },
      ],
    });
  }

  #printed(folder: string, way: string): PrintedConfiguration {
    const file = (name: string): string => this.#here(local(readFileSync(join(folder, name), 'utf8'), this.#ports));
    if (way !== 'operator') {
      const kind = way === 'local' ? 'local' : 'gennaker';
      const [orca, gate] = [file(`orca-${kind}.yml`), file(`gate-${kind}.yml`)];
      return readProfiles({ orca, gate, settings: file(`settings-${kind}.js`) });
    }
    const profiles = at(parse(file('gennaker.yml')), 'spec', 'spinnakerConfig', 'profiles');
    const [orca, gate] = [stringify(at(profiles, 'orca')), stringify(at(profiles, 'gate'))];
    return readProfiles({ orca, gate, settings: textAt(profiles, 'deck', 'settings-local.js') ?? '' });
  }

  /** Folders of Gate: the one that the init container fills out of the image, and the one into which files are laid by hand. */
  #here(text: string): string {
    const byHand = join(this.#folder, 'laid');
    mkdirSync(byHand, { recursive: true });
    for (const name of readdirSync(this.#release.folder).filter((one) => /^plugins\.json$|\.zip$/.test(one)))
      copyFileSync(join(this.#release.folder, name), join(byHand, name));
    return text
      .replace('file:///opt/gennaker-plugin/', `${pathToFileURL(this.#pluginFolder).href}/`)
      .replace('file:///opt/plugins/gennaker/', `${pathToFileURL(byHand).href}/`);
  }
}

/** What a resolver would do with the name of the service. */
function local(text: string, { orca, people }: ServicePorts): string {
  return text
    .replaceAll('http://gennaker.gennaker.svc:8081', `http://127.0.0.1:${orca}`)
    .replaceAll('http://gennaker.gennaker.svc:8080', `http://127.0.0.1:${people}`);
}
