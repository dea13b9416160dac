import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { reached } from './compose.ts';
import { loadAccounts } from './config.ts';
import { parseDeployment } from './contract/parse-deployment.ts';
import type { PlanReport } from './contract/plan.ts';
import { at, textAt } from './deployment/kubernetes-object.ts';
import { changesAnything, planText } from './deployment/plan-text.ts';
import { noPlan } from './reconcile/plan-report.ts';
import { planStage } from './reconcile/plan-stage.ts';

/** What the command was told, or how it is used when it was told otherwise. */
export type PlanArguments =
  | {
      readonly kind: 'told';
      readonly stage: string;
      readonly config: string;
      readonly application: string;
      readonly json: boolean;
    }
  | { readonly kind: 'misused'; readonly why: string };

/** What is printed, and the code to end with: 0 nothing would change, 2 something would, 1 refused or not known. */
export interface PlanOutcome {
  readonly code: 0 | 1 | 2;
  readonly output: string;
}

export function readPlanArguments(words: readonly string[]): PlanArguments {
  const text = { type: 'string' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { config: text, application: text, json: { type: 'boolean' } },
      allowPositionals: true,
    });
    const { config, application, json = false } = values;
    const [stage, more] = positionals;
    if (stage === undefined || more !== undefined)
      return { kind: 'misused', why: 'It plans one stage: name its file.' };
    if (config === undefined || application === undefined)
      return { kind: 'misused', why: 'It needs --config and --application.' };
    return { kind: 'told', stage, config, application, json };
  } catch (error) {
    return { kind: 'misused', why: error instanceof Error ? error.message : 'It was called in an unknown way.' };
  }
}

/**
 * Plans as the service does, with the accounts and credentials of a configuration, and without a service: no Fiat is asked,
 * since whoever has the credentials may do what they allow. Throws where files or the cluster can not be read.
 */
export async function planCommand({
  stage,
  config,
  application,
  json,
}: Extract<PlanArguments, { kind: 'told' }>): Promise<PlanOutcome> {
  const { controlPlane } = reached(loadAccounts(config));
  try {
    const parsed = parseDeployment(readStage(stage));
    const plan =
      parsed.kind === 'invalid'
        ? noPlan(parsed.problems)
        : await planStage(controlPlane, { application, deployment: parsed.deployment });
    return { code: codeOf(plan), output: json ? JSON.stringify(plan, undefined, 2) : planText(plan) };
  } finally {
    controlPlane.close();
  }
}

function codeOf(plan: PlanReport): 0 | 1 | 2 {
  if (plan.problems.length > 0) return 1;
  return changesAnything(plan) ? 2 : 0;
}

/** A stage, its file or content could not be read. The message is a sentence. */
export class StageUnreadable extends Error {
  override name = 'StageUnreadable' as const;
}

function readStage(file: string): unknown {
  const stage = parseJson(file);
  const deployment = at(stage, 'deployment');
  if (deployment === undefined)
    throw new StageUnreadable(
      `${file} holds no stage: the key deployment is missing. It has to be one stage, not a pipeline.`,
    );
  return deployment;
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    const why = textAt(cause, 'code') ?? (cause instanceof SyntaxError ? 'it is no JSON' : 'unknown reason');
    throw new StageUnreadable(`${file} can not be read (${why}).`, { cause });
  }
}
