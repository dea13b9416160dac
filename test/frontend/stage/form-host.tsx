import { act, render } from '@testing-library/react';
import type { RenderResult } from '@testing-library/react';
import React, { useState } from 'react';
import type { Plan, StageService } from '../../../frontend/service/stage-service.ts';
import { syntaxChecker } from '../../../frontend/stage/manifest-syntax.ts';
import { stageProblems } from '../../../frontend/stage/stage-problems.ts';
import { StageFields } from '../../../frontend/stage/StageFields.tsx';
import { readYaml } from './yaml-reading.ts';

export const emptyPlan: Plan = {
  objects: [],
  abortDoesNotRestore: [],
  approvals: [],
  notes: [],
  warnings: [],
  problems: [],
};

export function serviceWith(changes: Partial<StageService> = {}): StageService {
  const never = async (): Promise<never> => Promise.reject(new Error('Nobody asks this here.'));
  return {
    accounts: async () => ({ access: 'fiat', accounts: [{ name: 'prod', authorized: true }] }),
    plan: async () => emptyPlan,
    deployment: never,
    appliedPlan: never,
    decide: never,
    giveBack: never,
    creation: never,
    creationOverview: never,
    doctor: never,
    onStage: () => ({ decide: never, giveBack: never }),
    audit: never,
    pipelineAccess: never,
    serviceAccounts: never,
    applicationsAccess: never,
    ...changes,
  };
}

const findYamlError = syntaxChecker(readYaml);
const problemsOf = (deployment: unknown): ReturnType<typeof stageProblems> => stageProblems(deployment, findYamlError);

export interface Host {
  readonly rendered: RenderResult;
  /** What stands in the pipeline now, by refId. */
  readonly stored: Record<string, unknown>;
  /** Shows another stage, in the same place. */
  select(refId: string): Promise<void>;
  /** As Revert and "Edit stage as JSON" do. */
  put(deployment: unknown): void;
}

/** A pipeline of some stages, of which one is shown, as Deck does it. */
export async function host(stages: Record<string, unknown>, service: StageService = serviceWith()): Promise<Host> {
  const stored = { ...stages };
  let selected = Object.keys(stages)[0] ?? '1';
  let draw = (): void => undefined;
  function Page(): JSX.Element {
    const [, setTurn] = useState(0);
    draw = () => setTurn((turn) => turn + 1);
    const shown = selected;
    return (
      <StageFields
        key={shown}
        application="shop"
        refId={shown}
        deployment={stored[shown]}
        service={service}
        problemsOf={problemsOf}
        onChange={(deployment) => {
          stored[shown] = deployment;
          draw();
        }}
      />
    );
  }
  const rendered = render(<Page />);
  // The accounts are answered.
  await act(async () => Promise.resolve());
  return {
    rendered,
    stored,
    select: async (refId) => {
      selected = refId;
      await act(async () => draw());
    },
    put: (deployment) => {
      stored[selected] = deployment;
      act(draw);
    },
  };
}
