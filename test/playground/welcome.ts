import { reader, releaser } from '../stage/people.ts';
import type { Playground } from './playground.ts';
import { samplePipeline, versions } from './sample.ts';

/** What `npm start` prints when everything is up. */
export function welcome({ url, namespace, isRealCluster, pipeline }: Playground, logs: string): string {
  const warning = isRealCluster
    ? `\nIdentities are pretended, the cluster is real: what you start changes its namespace ${namespace}.\n`
    : '';
  return `
Gennaker's playground is on ${url}
${warning}
Three things to try:
  1. Start "${samplePipeline}" of the application ${pipeline.application}: ${url}/#/applications/${pipeline.application}/executions
     It stops at 25 % until somebody approves; look at what runs, and approve.
  2. Switch to ${reader} at the top of the page: the buttons say who may decide. Then to ${releaser}.
  3. Edit the stage, change the image's tag to ${versions.bad} and run it:
     see why its pods do not start, abort, and look what is back.

Ctrl-C ends all of it. The service's log is ${logs}/service.log.
`;
}
