import type { TestCluster } from '../cluster/test-cluster.ts';
import { reader, releaser } from '../stage/people.ts';
import type { Playground } from './playground.ts';
import { samplePipeline, versions } from './sample.ts';

export interface Welcoming extends Pick<Playground, 'url' | 'namespace' | 'isRealCluster' | 'pipeline'> {
  readonly cluster: Pick<TestCluster, 'kubeconfig'> | undefined;
}

/** What `npm start` prints when everything is up. */
export function welcome(playground: Welcoming, logs: string): string {
  const { url, pipeline } = playground;
  return `
Gennaker's playground is on ${url}
${ofCluster(playground)}
Three things to try:
  1. Start "${samplePipeline}" of the application ${pipeline.application}: ${url}/#/applications/${pipeline.application}/executions
     ${firstRun(playground)}It stops at 25 % until somebody approves; look at what runs, and approve.
  2. Switch to ${reader} at the top of the page: the buttons say who may decide. Then to ${releaser}.
  3. Edit the stage, change the image's tag to ${versions.bad} and run it:
     see why its pods do not start, abort, and look what is back.

Ctrl-C ends all of it. The service's log is ${logs}/service.log.
`;
}

function ofCluster({ isRealCluster, cluster, namespace }: Welcoming): string {
  if (!isRealCluster) return '';
  const warning = `\nIdentities are pretended, the cluster is real: what you start changes its namespace ${namespace}.\n`;
  return cluster === undefined
    ? warning
    : `${warning}Look at it by kubectl --kubeconfig ${cluster.kubeconfig('admin')} -n ${namespace} get rollouts,pods\n`;
}

/** On somebody's cluster no version runs that the first one could be compared with. */
function firstRun({ cluster }: Welcoming): string {
  if (cluster !== undefined) return '';
  return `The first run has nothing to be compared with and takes no step. Change the image's tag to ${versions.first} then, and run it.\n     `;
}
