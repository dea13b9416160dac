import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { isRecord } from '../../backend-stub/deployment/kubernetes-object.ts';
import { root } from '../architecture/tracked-files.ts';
import { buildTools, kubernetes } from '../cluster/build.ts';
import { NoCluster } from '../cluster/cluster.ts';

export type RenderedObject = Readonly<Record<string, unknown>>;

/** What `kubectl apply -k FOLDER` would apply. */
export function kustomized(folder: string): Promise<readonly RenderedObject[]> {
  return rendered('kubectl', ['kustomize', folder]);
}

/** What `helm install` would, of the chart of deploy/ on the cluster of the tests. */
export function charted(...options: readonly string[]): Promise<readonly RenderedObject[]> {
  const where = ['--namespace', 'gennaker', '--kube-version', kubernetes];
  return rendered('helm', ['template', 'gennaker', 'deploy/chart', ...where, ...options]);
}

async function rendered(program: string, words: readonly string[]): Promise<readonly RenderedObject[]> {
  const tools = await buildTools();
  if (tools.kind === 'missing') throw new NoCluster(tools.why);
  const options = { cwd: root, maxBuffer: 16 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)(join(tools.folder, program), words, options);
  return parseAllDocuments(stdout)
    .map((document): unknown => document.toJS())
    .filter(isRecord);
}
