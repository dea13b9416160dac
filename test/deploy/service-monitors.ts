import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { recordAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { KubernetesApi } from '../cluster/kubernetes-api.ts';

const release = 'github.com/prometheus-operator/prometheus-operator@v0.85.0';
const file = 'example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml';

/** What a ServiceMonitor is, as a release of Prometheus' operator says it: Go fetches it once, and checks its sum. */
export async function defineServiceMonitors(api: KubernetesApi): Promise<void> {
  const { stdout } = await promisify(execFile)('go', ['mod', 'download', '-json', release], { cwd: tmpdir() });
  const folder = textAt(JSON.parse(stdout), 'Dir');
  if (folder === undefined) throw new Error(`Go did not say where ${release} is: ${stdout}`);
  const definition = recordAt(parse(await readFile(join(folder, file), 'utf8')));
  await api.apply(
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/servicemonitors.monitoring.coreos.com',
    definition,
  );
  while (!(await api.isWatchable('/apis/monitoring.coreos.com/v1/servicemonitors'))) await pause(100);
}
