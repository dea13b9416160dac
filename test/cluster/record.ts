import { startCluster, type Cluster } from './cluster.ts';
import * as canaries from './recording/canaries.ts';
import * as failures from './recording/failures.ts';
import * as first from './recording/first-deployments.ts';
import { recordErrors } from './recording/errors.ts';
import { Scene } from './recording/scene.ts';
import { withoutController } from './recording/without-controller.ts';

/**
 * Records test/fixtures/rollouts and test/fixtures/kubernetes/errors from the real cluster.
 * `tsx test/cluster/record.ts [story …]`; all stories without an argument, in about 3 minutes.
 */
type Story = (scene: Scene) => Promise<void>;

const stories: Readonly<Record<string, Story>> = {
  ...canaries,
  firstDeployment: first.firstDeployment,
  firstNeverReady: first.firstDeploymentStalled('never-ready'),
  firstImagePull: first.firstDeploymentStalled('image-pull', 'ImagePullBackOff'),
  firstCrash: first.firstDeploymentStalled('crash', 'CrashLoopBackOff'),
  firstInvalid: first.firstDeploymentInvalid,
  firstAbort: first.abortOfFirstDeployment,
  fixOfStalledFirstDeployment: first.fixOfStalledFirstDeployment,
  stalledNeverReady: failures.stalled('never-ready'),
  stalledImagePull: failures.stalled('image-pull', 'ImagePullBackOff'),
  stalledCrash: failures.stalled('crash', 'CrashLoopBackOff'),
  stalledByQuota: failures.stalledByQuota,
  abortedByPerson: failures.abortedByPerson,
  abortedWithQuantity: failures.abortedWithQuantity,
  abortedByDeadline: failures.abortedByDeadline,
  retried: failures.retried,
  invalidSpec: failures.invalidSpec,
  deletedAndRecreated: failures.deletedAndRecreated,
  healthLostLater: failures.healthLostLater,
  wrongInstanceId: failures.wrongInstanceId,
  inconclusive: failures.analysed(5, 'inconclusive', failures.isInconclusive),
  analysisFailed: failures.analysed(0, 'aborted-by-analysis', failures.failedAnalysis),
};

async function sceneOf(cluster: Cluster): Promise<Scene> {
  return new Scene(cluster, await cluster.createNamespace('shop'));
}

async function tell(cluster: Cluster, names: string[]): Promise<readonly string[]> {
  const failed: string[] = [];
  for (let name = names.shift(); name !== undefined; name = names.shift()) {
    const scene = await sceneOf(cluster);
    try {
      await stories[name]?.(scene);
    } catch (error) {
      failed.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
    scene.journal.close();
  }
  return failed;
}

const asked = process.argv.slice(2);
const cluster = await startCluster();
const names = Object.keys(stories).filter((name) => asked.length === 0 || asked.includes(name));
const failed = (await Promise.all([1, 2, 3, 4, 5, 6].map(() => tell(cluster, names)))).flat();
if (asked.length === 0 || asked.includes('errors')) await recordErrors(cluster);
if (asked.length === 0 || asked.includes('withoutController')) {
  const scenes = [await sceneOf(cluster), await sceneOf(cluster)] as const;
  await withoutController(...scenes);
  for (const { journal } of scenes) journal.close();
}
await cluster.stop();
for (const line of failed) process.stderr.write(`FAILED ${line}\n`);
process.exit(failed.length === 0 ? 0 : 1);
