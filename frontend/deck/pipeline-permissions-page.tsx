import React from 'react';
import type { Address } from '../pipeline-permissions/rows.ts';
import type { StageService } from '../service/stage-service.ts';
import type { ApplicationPage } from './application-page.ts';
import { fieldOf } from './field-of.ts';
import { guarded } from './guarded.tsx';
import type { PipelinePermissionsPart } from './pipeline-permissions-part.ts';
import { logProblem } from './log.ts';
import { readGate } from './read-gate.ts';
import { useAddress } from './use-address.ts';
import { taskGate } from './task-gate.ts';

interface DeckApplication {
  readonly name: string;
  /** Deck's own list of the pipelines. */
  readonly pipelineConfigs?: unknown;
}

/** The page of the permissions, with what is looked for and the opened pipeline in the address. */
export function pipelinePermissionsPage(
  { label, addressKeys, Page }: PipelinePermissionsPart,
  service: StageService,
): ApplicationPage {
  function DeckPage({ app }: { readonly app: DeckApplication }): JSX.Element {
    const inAddress = useAddress<Address>(addressKeys);
    const onSaved = React.useCallback(() => refreshPipelines(app), [app]);
    const given = { onSaved, readGate, service, gate: taskGate };
    return <Page key={app.name} application={app.name} {...inAddress} {...given} />;
  }
  return {
    name: 'gennakerPipelinePermissions',
    path: '/pipeline-permissions',
    parameters: addressKeys,
    label,
    icon: 'spMenuPipelines',
    component: guarded('The permissions of pipelines', DeckPage),
  };
}

/** As Deck does after it has saved one: its list of executions and an editor that is opened later show what stands there now. */
export function refreshPipelines({ pipelineConfigs }: DeckApplication): void {
  const refresh = fieldOf(pipelineConfigs, 'refresh');
  if (typeof refresh !== 'function') return;
  Promise.resolve(Reflect.apply(refresh, pipelineConfigs, [true])).catch((error: unknown) =>
    logProblem('The pipelines of Deck could not be read anew.', error),
  );
}
