import { defined } from '../contract/defined.ts';
import { isFields, type Fields } from '../contract/reading.ts';
import type { Need, Stage } from './pipeline.ts';
import { entriesAt, textAt } from './values.ts';

const ourStage = 'kubernetesProgressive';

/**
 * Stages whose `account` is no account of Clouddriver, or that ask it nothing on behalf of their user: a bake runs in Rosco, and
 * what a script gets are words.
 */
const askNobody: readonly string[] = ['bake', 'bakeManifest', 'script', 'wait', 'manualJudgment', 'evaluateVariables'];

/** Stages that only look at the cluster. */
const onlyRead: readonly string[] = ['findArtifactsFromResource'];

export function readStages(stages: readonly Fields[], application: string): readonly Stage[] {
  return stages.map((stage, index) => ({
    refId: textAt(stage, 'refId') ?? String(index + 1),
    name: textAt(stage, 'name') ?? textAt(stage, 'type') ?? `stage ${index + 1}`,
    type: textAt(stage, 'type') ?? 'unknown',
    needs: needsOf(stage, application),
    ...defined({ calls: callOf(stage) }),
  }));
}

function needsOf(stage: Fields, application: string): readonly Need[] {
  const type = textAt(stage, 'type') ?? 'unknown';
  if (type === ourStage) return needsOfOurs(stage, application);
  if (askNobody.includes(type)) return [];
  const accounts = accountsOf(stage);
  const authorization = onlyRead.includes(type) ? 'READ' : 'WRITE';
  const certain = type !== 'webhook';
  const asker = type === 'webhook' ? 'orca' : 'clouddriver';
  const needs = accounts.map((name): Need => ({ on: 'account', name, authorization, asker, certain }));
  return accounts.length === 0 || !asksForTheApplication(stage, type)
    ? needs
    : [...needs, { on: 'application', name: application, authorization: 'WRITE', asker, certain: false }];
}

/** What the stage service asks before it starts anything. */
function needsOfOurs(stage: Fields, application: string): readonly Need[] {
  const { deployment } = stage;
  const targets = isFields(deployment) ? entriesAt(deployment, 'targets') : [];
  const rest = { asker: 'gennaker', certain: true } as const;
  return [
    { on: 'application', name: application, authorization: 'EXECUTE', ...rest },
    ...unique(targets.flatMap((target) => textAt(target, 'account') ?? [])).map((name): Need => ({
      on: 'account',
      name,
      authorization: 'WRITE',
      ...rest,
    })),
  ];
}

/** `account` of most stages, `credentials` of older ones, and one for each cluster of a deploy to virtual machines. */
function accountsOf(stage: Fields): readonly string[] {
  const own = ['account', 'credentials', 'accountName'].flatMap((key) => textAt(stage, key) ?? []);
  return unique([...own, ...entriesAt(stage, 'clusters').flatMap((cluster) => textAt(cluster, 'account') ?? [])]);
}

/**
 * Clouddriver asks for WRITE on the application too where the description of an operation names one, which those of Kubernetes
 * do not; of other clouds some do.
 */
function asksForTheApplication(stage: Fields, type: string): boolean {
  const clouds = [stage, ...entriesAt(stage, 'clusters')].flatMap((part) => textAt(part, 'cloudProvider') ?? []);
  return type !== 'webhook' && clouds.some((cloud) => cloud !== 'kubernetes');
}

function callOf(stage: Fields): Stage['calls'] {
  const [application, pipeline] = [textAt(stage, 'application'), textAt(stage, 'pipeline')];
  if (stage.type !== 'pipeline' || application === undefined || pipeline === undefined) return undefined;
  return { application, pipeline };
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
