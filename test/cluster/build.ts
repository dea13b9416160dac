import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { withLock } from './lock.ts';

/** Where the binaries are, or the one-line reason why there are none on this machine. */
export type Tools =
  { readonly kind: 'built'; readonly folder: string } | { readonly kind: 'missing'; readonly why: string };

/** A build that was tried and failed; the message ends with what the Go tool said last. */
export class ToolsBuildFailed extends Error {
  override name = 'ToolsBuildFailed' as const;
}

const source = join(dirname(fileURLToPath(import.meta.url)), 'k8stools');
// One set of flags everywhere: Go compiles everything a second time for another set.
const goEnvironment = { CGO_ENABLED: '0', GOFLAGS: '-trimpath -buildvcs=false', GOTOOLCHAIN: 'local' };
const argoModule = 'github.com/argoproj/argo-rollouts';
export const kubernetes = '1.34.4';
const programs = {
  k8slite: './cmd/k8slite',
  'rollouts-controller': `${argoModule}/cmd/rollouts-controller`,
  kubectl: 'k8s.io/kubernetes/cmd/kubectl',
  'kubectl-argo-rollouts': `${argoModule}/cmd/kubectl-argo-rollouts`,
  helm: 'helm.sh/helm/v3/cmd/helm',
};
/** What Kubernetes' own scripts write in: without it the API server says v0.0.0-master, at which Helm refuses to work. */
const linkerFlags = ['-s', '-w', ...versionFlags(kubernetes)].join(' ');

/**
 * The cluster's binaries, built when missing: about 10 minutes on two cores from nothing, downloads included.
 * They are kept outside the checkout by the hash of their sources. Without Go, a CI run (CI=true) throws. The signal ends
 * a build that is under way: then `ToolsBuildFailed`, and nothing half-built is left.
 */
export async function buildTools(signal?: AbortSignal): Promise<Tools> {
  const found = await findTools();
  if (found?.kind === 'missing' && process.env['CI'] === 'true') throw new ToolsBuildFailed(found.why);
  if (found !== undefined) return found;
  const folder = await toolsFolder();
  await mkdir(cacheRoot(), { recursive: true });
  await withLock(`${folder}.lock`, async () => {
    if (!(await exists(folder))) await build(folder, signal);
  });
  return { kind: 'built', folder };
}

/** What `buildTools` can say without building; undefined when it would have to. */
export async function findTools(): Promise<Tools | undefined> {
  const folder = await toolsFolder();
  if (await exists(folder)) return { kind: 'built', folder };
  if ((await goVersion()) !== undefined) return undefined;
  const why = 'building kube-apiserver and Argo Rollouts needs Go 1.26.1 or later, and there is no "go" on the PATH';
  return { kind: 'missing', why };
}

function versionFlags(version: string): readonly string[] {
  const [major = '', minor = ''] = version.split('.');
  const values = { gitVersion: `v${version}`, gitMajor: major, gitMinor: minor };
  const packages = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'];
  return packages.flatMap((name) => Object.entries(values).map(([key, value]) => `-X ${name}.${key}=${value}`));
}

async function toolsFolder(): Promise<string> {
  return join(cacheRoot(), `k8s-${await sourceHash()}`);
}

function cacheRoot(): string {
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'gennaker');
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([goEnvironment, programs, linkerFlags]));
  const names = (await readdir(source, { recursive: true }))
    .filter((name) => /\.go$|^go\.(mod|sum)$/.test(name))
    .sort();
  for (const name of names) hash.update(`${name}\n`).update(await readFile(join(source, name)));
  return hash.digest('hex').slice(0, 16);
}

async function goVersion(): Promise<string | undefined> {
  return promisify(execFile)('go', ['env', 'GOVERSION'], { env: { ...process.env, ...goEnvironment } }).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
}

/** Into a folder of its own, which is then renamed: nobody sees half a build. */
async function build(folder: string, signal: AbortSignal | undefined): Promise<void> {
  const version = (await goVersion()) ?? 'Go';
  say(
    `building etcd, kube-apiserver ${kubernetes}, Argo Rollouts 1.10.1, kubectl and Helm with ${version} into ${folder}`,
  );
  const unfinished = await mkdtemp(`${folder}.unfinished-`);
  try {
    await step('downloading Go modules', ['mod', 'download', argoModule, 'k8s.io/kubernetes'], signal);
    for (const [name, path] of Object.entries(programs)) {
      await step(`compiling ${name}`, ['build', '-ldflags', linkerFlags, '-o', join(unfinished, name), path], signal);
    }
    await copyDefinitions(join(unfinished, 'crds'));
    await chmod(unfinished, 0o755);
    await rename(unfinished, folder).catch(async (cause: unknown) => {
      if (!(await exists(folder))) throw cause; // else another process was first
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function copyDefinitions(to: string): Promise<void> {
  const module = (await go(['list', '-m', '-f', '{{.Dir}}', argoModule])).trim();
  await mkdir(to);
  const from = join(module, 'manifests', 'crds');
  for (const name of (await readdir(from)).filter((file) => file.endsWith('-crd.yaml'))) {
    await cp(join(from, name), join(to, name));
    await chmod(join(to, name), 0o644);
  }
}

async function step(what: string, args: readonly string[], signal: AbortSignal | undefined): Promise<void> {
  const started = Date.now();
  const progress = setInterval(() => say(`${what}: still at it after ${seconds(started)} s`), 30_000);
  try {
    say(what);
    await go(args, signal);
    say(`${what}: done in ${seconds(started)} s`);
  } finally {
    clearInterval(progress);
  }
}

function go(args: readonly string[], signal?: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('go', args, { cwd: source, env: { ...process.env, ...goEnvironment }, signal });
    let output = '';
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-4000)));
    child.on('error', (cause) => reject(new ToolsBuildFailed(`go ${args.join(' ')} could not be started`, { cause })));
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new ToolsBuildFailed(`go ${args.join(' ')} ended with ${code}: ${complaint.trim()}`));
    });
  });
}

function seconds(since: number): number {
  return Math.round((Date.now() - since) / 1000);
}

function say(line: string): void {
  process.stderr.write(`cluster: ${line}\n`);
}

/** As a command it prints the folder, so that a script can build before jest's clocks run. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const tools = await buildTools();
  if (tools.kind === 'missing') say(tools.why);
  else process.stdout.write(`${tools.folder}\n`);
  process.exitCode = tools.kind === 'missing' ? 3 : 0;
}
