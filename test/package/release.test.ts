import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { at, listAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { copyPlugin } from '../../scripts/config/deployment-patches.ts';
import { parseManifest } from '../../scripts/package/manifest.ts';
import { requireDebian } from './debian.ts';
import { read } from '../architecture/tracked-files.ts';
import { scratchFolder } from '../scratch-folder.ts';
import { Release } from './release.ts';
import { UnpackedImage } from './unpacked-image.ts';
import { ImageProcess } from './image-process.ts';
import { requirePrograms } from '../postgres/programs.ts';
import { PostgresCluster } from '../postgres/cluster.ts';
import { call } from '../backend-stub/http/caller.ts';
import { identityCookieName } from '../playground/gate/identity.ts';
import { fetchPlugin } from '../playground/gate/plugin-repository.ts';
import { startPlayground } from '../playground/playground.ts';
import type { Playground } from '../playground/playground.ts';
import { versions } from '../playground/sample.ts';
import { administrator, alice } from '../stage/people.ts';
import { deploymentOf, untilDeployment, waitsForApproval } from '../stage/pipeline.ts';
import { InstalledByPage, databaseByPage } from './installed.ts';

const { id, version } = parseManifest(read('plugin.yaml'));
const patience = 10 * 60_000;
let release: Release;
let materials: unknown;

beforeAll(() => {
  release = Release.shared();
  materials = JSON.parse(release.read(/sbom/).toString());
}, patience);

const components = (): readonly string[] =>
  listAt(materials, 'components').map((one) => `${textAt(one, 'name')}@${textAt(one, 'version')}`);

describe('a release', () => {
  it(
    'is the same bytes when it is made again, its checksums too',
    () => {
      const again = Release.make();
      expect(again.names).toEqual(release.names);
      expect(again.read(/SHA256SUMS/).toString()).toBe(release.read(/SHA256SUMS/).toString());
      const lines = release
        .read(/SHA256SUMS/)
        .toString()
        .trimEnd()
        .split('\n');
      expect(lines.map((line) => line.split('  ')[1])).toEqual(release.names.filter((name) => name !== 'SHA256SUMS'));
      for (const [sum, name = ''] of lines.map((line) => line.split('  ')))
        expect(
          createHash('sha256')
            .update(readFileSync(join(release.folder, name)))
            .digest('hex'),
        ).toBe(sum);
    },
    patience,
  );

  it('has a zip for Gate with a zip for Deck in it, and in that one flat module that exports the plugin', () => {
    const bundle = unzipSync(release.read(/\.zip$/));
    expect(Object.keys(bundle)).toEqual(['deck.zip']);
    const deck = unzipSync(bundle['deck.zip'] ?? new Uint8Array());
    expect(Object.keys(deck)).toEqual(['index.js']);
    const code = strFromU8(deck['index.js'] ?? new Uint8Array());
    expect(code).toMatch(/export\s*\{\s*[\w$]+ as plugin\s*\}/);
    expect(code).toContain(version);
  });

  it('has the index that Gate reads, which names the zip beside it and its sha512', () => {
    const index: unknown = JSON.parse(release.read(/^plugins\.json$/).toString());
    const entry = listAt({ index }, 'index')[0];
    expect(textAt(entry, 'id')).toBe(id);
    const named = listAt(entry, 'releases')[0];
    expect([textAt(named, 'version'), textAt(named, 'requires')]).toEqual([version, 'deck>=0.0.0']);
    expect(textAt(named, 'url')).toBe(`${id}-${version}.zip`);
    const sum = createHash('sha512')
      .update(readFileSync(join(release.folder, textAt(named, 'url') ?? '')))
      .digest('hex');
    expect(textAt(named, 'sha512sum')).toBe(sum);
    expect(textAt(named, 'date')).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it(
    'has the service as a package that npm installs without fetching anything, and that starts',
    () => {
      const folder = scratchFolder('installed');
      const install = [
        'install',
        '--offline',
        '--no-audit',
        '--no-fund',
        `--prefix=${folder}`,
        release.path(/^gennaker-\d.*\.tgz$/),
      ];
      execFileSync('npm', install, { cwd: folder, stdio: 'pipe' });
      expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['gennaker']);
      const help = execFileSync(join(folder, 'node_modules/.bin/gennaker'), ['--help'], { encoding: 'utf8' });
      expect(help).toContain('gennaker serve --config FILE');
    },
    patience,
  );

  it('names what is in it, as CycloneDX: the packages of the bundle, and no database or tool of the tests', () => {
    expect([at(materials, 'bomFormat'), at(materials, 'specVersion')]).toEqual(['CycloneDX', '1.5']);
    expect(textAt(materials, 'metadata', 'component', 'name')).toBe('gennaker');
    const names = components().map((one) => one.replace(/@[^@]*$/, ''));
    for (const name of ['fastify', 'pg', 'kysely', 'jose', '@kubernetes/client-node']) expect(names).toContain(name);
    for (const name of ['@electric-sql/pglite', 'jest', 'esbuild']) expect(names).not.toContain(name);
    const licences = release.path(/^gennaker-\d.*\.tgz$/);
    const notices = execFileSync('tar', ['-xzOf', licences, 'package/THIRD-PARTY.md'], { encoding: 'utf8' });
    const ofNpm = listAt(materials, 'components').filter((one) =>
      /^pkg:npm\/(?!node-linux)/.test(textAt(one, 'purl') ?? ''),
    );
    for (const one of ofNpm) expect(notices).toContain(`## ${textAt(one, 'name')}@${textAt(one, 'version')}\n`);
  });
});

const programs = requirePrograms();
const describeInstalled = programs === undefined ? describe.skip : describe;
const describeImage = requireDebian() && programs !== undefined ? describe : describe.skip;

describeInstalled('Gennaker as somebody has it who types what docs/install.md says', () => {
  let postgres: PostgresCluster;
  let installed: InstalledByPage;
  let playground: Playground;
  beforeAll(async () => {
    postgres = await PostgresCluster.start(programs ?? '');
    installed = new InstalledByPage(release, await databaseByPage(postgres));
    playground = await startPlayground({ installation: installed, cluster: { kind: 'simulated', readyAfter: 20 } });
  }, patience);
  afterAll(async () => {
    await playground.close();
    await postgres.remove();
  });

  it('is seen at Gate by the commands of that page', async () => {
    const [manifest = '', bundle = ''] = await installed.seenAt(`${playground.url}/gate`);
    expect(JSON.parse(manifest)).toEqual([{ id, version }]);
    expect(bundle).toMatch(/^HTTP\/1.1 200 OK\r\n[^]*^content-type: application\/javascript/m);
  });

  it('deploys through an Orca and a Gate that know nothing but what npm run config wrote', async () => {
    await playground.orca.finished(playground.runSample(versions.first));
    const next = playground.runSample(versions.next);
    const id = await deploymentOf(playground, { executionId: next, stageId: '' });
    const { account } = await untilDeployment(playground, id, waitsForApproval);
    expect(account).toBe(playground.account);
    expect((await playground.as(alice).decide(id, 'promoteFully')).status).toBe(200);
    expect((await playground.orca.finished(next)).status).toBe('SUCCEEDED');
  });

  it('has nothing wrong by its own doctor, as docs/troubleshoot.md calls it', async () => {
    const said = await installed.doctor(`${playground.url}/gate`, installed.configuredFor('operator'), administrator);
    expect(said).toMatch(/^Gennaker [\d.]+: 0 wrong, 0 could not be told, 2 to be known, \d+ in order\./);
    for (const name of ['plugin bundle', 'Gate proxy', 'webhook listed', 'Front50', 'database', 'account rights'])
      expect(said).toMatch(new RegExp(`^ok +${name}\\b`, 'm'));
  });

  it('tells an admin in Deck of its database too', async () => {
    const headers = { Cookie: `${identityCookieName}=${encodeURIComponent(administrator)}` };
    const answer = await fetch(`${playground.url}/gate/proxies/gennaker/v1/doctor`, { headers });
    const report: unknown = await answer.json();
    const ofDatabase = listAt(report, 'findings').filter((one) => textAt(one, 'check') === 'database');
    expect(ofDatabase.map((one) => [textAt(one, 'about'), textAt(one, 'verdict')])).toEqual([
      ['server', 'ok'],
      ['tables', 'ok'],
      ['rights', 'ok'],
    ]);
  });

  it('is told to Orca and Gate alike by whichever way they are installed', async () => {
    const usual = installed.configuredFor('operator');
    const plugin = await fetchPlugin(usual.gate);
    for (const other of [installed.configuredFor('kustomize'), installed.configuredFor('local')]) {
      expect(other).toMatchObject({ proxies: usual.proxies, plugin: usual.plugin });
      expect(at(other.orca, 'webhook', 'preconfigured')).toEqual(at(usual.orca, 'webhook', 'preconfigured'));
      expect(Buffer.from(await fetchPlugin(other.gate)).equals(plugin)).toBe(true);
    }
  });
});

describeImage('what is packed on Debian', () => {
  let image: UnpackedImage;
  beforeAll(() => {
    image = new UnpackedImage(release.path(/image-amd64\.tar$/));
  }, patience);
  afterAll(() => image.remove());

  it('is a chart with this version, whole, with no link to what is not in it', () => {
    const chart = release.path(/chart/);
    const listed = execFileSync('tar', ['-tvzf', chart], { encoding: 'utf8' }).trim().split('\n');
    expect(listed.filter((line) => !/^[d-]/.test(line))).toEqual([]);
    const inChart = (name: string): string =>
      execFileSync('tar', ['-xzOf', chart, `gennaker/${name}`], { encoding: 'utf8' });
    expect(inChart('Chart.yaml')).toContain(`\nversion: ${version}\nappVersion: ${version}\n`);
    expect(inChart('files/target-namespace-roles.yaml')).toBe(read('deploy/target-namespace-roles.yaml'));
  });

  it('is an image under 150 MB unpacked, has no shell, no tool and no database, and runs as nobody', () => {
    expect(image.bytes).toBeLessThan(150_000_000);
    expect(image.files.filter((file) => /(^|\/)s?bin\//.test(file))).toEqual(['usr/local/bin/node']);
    expect(image.files.filter((file) => /pglite|\.wasm$/.test(file))).toEqual([]);
    expect(textAt(image.configuration, 'config', 'User')).toBe('65532:65532');
    // With Node's own room for new objects, a fleet takes more memory than the deployment files ask for (docs/adr/0063).
    expect(image.command([])).toContain('--max-semi-space-size=16');
  });

  it('is an image with only libraries in it of Debian packages that its bill names, with Node', () => {
    const named = components();
    for (const name of ['node', 'libc6', 'libstdc++6', 'libgcc-s1'])
      expect(named).toContainEqual(expect.stringMatching(new RegExp(`^${name.replaceAll('+', '\\+')}@\\d`)));
    expect(image.files.filter((file) => file.startsWith('var/lib/dpkg/status.d/'))).toHaveLength(3);
  });

  it('is an image that lays the plugin into a folder of Gate, by the command that npm run config gives its init container', () => {
    const folder = join(image.root, 'plugin');
    mkdirSync(folder);
    chmodSync(folder, 0o777);
    const [program, ...words] = image.closedIn(copyPlugin);
    execFileSync(program, words);
    for (const name of ['plugins.json', `${id}-${version}.zip`])
      expect(readFileSync(join(folder, name)).equals(readFileSync(join(release.folder, name)))).toBe(true);
  });

  it('is an image whose Node, called in a pod as docs/troubleshoot.md tells, says what it is asked and no warning', () => {
    const [, called = ''] = /^kubectl .* exec .* -- (node \S+) doctor/m.exec(read('docs/troubleshoot.md')) ?? [];
    const [program, ...words] = image.closedIn([...called.split(' '), 'doctor', '--help']);
    // `chroot` itself is looked up outside.
    const PATH = `${image.environment['PATH']}:/usr/sbin:/usr/bin:/sbin:/bin`;
    const { status, stderr } = spawnSync(program, words, {
      env: { ...image.environment, PATH },
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  });

  it(
    'is an image that is ready in a root of its own that it can not write to, and serves Gate the plugin that it holds',
    async () => {
      const postgres = await PostgresCluster.start(programs ?? '');
      const service = new ImageProcess(image, await postgres.createDatabase());
      try {
        const [orcaUrl, peopleUrl] = await service.addresses();
        expect((await call(`${orcaUrl}/health/ready`)).status).toBe(200);
        const index = await call(`${peopleUrl}/plugins/plugins.json`);
        expect(index.text).toBe(release.read(/^plugins\.json$/).toString());
        const zip = await fetch(`${peopleUrl}/plugins/${id}-${version}.zip`);
        expect(Buffer.from(await zip.arrayBuffer()).equals(release.read(/\.zip$/))).toBe(true);
        expect(service.errors).toEqual([]);
      } finally {
        await service.end();
        await postgres.remove();
      }
    },
    patience,
  );
});
