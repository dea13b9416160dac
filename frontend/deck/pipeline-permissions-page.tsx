import React from 'react';
import type { Address } from '../pipeline-permissions/rows.ts';
import type { StageService } from '../service/stage-service.ts';
import type { ApplicationPage } from './application-page.ts';
import { guarded } from './guarded.tsx';
import type { PipelinePermissionsPart } from './pipeline-permissions-part.ts';
import { readGate } from './read-gate.ts';
import { useAddress } from './use-address.ts';

/** The page of the permissions, with what is looked for and the opened pipeline in the address. */
export function pipelinePermissionsPage(
  { label, addressKeys, Page }: PipelinePermissionsPart,
  service: StageService,
): ApplicationPage {
  function DeckPage({ app }: { readonly app: { readonly name: string } }): JSX.Element {
    const inAddress = useAddress<Address>(addressKeys);
    return <Page key={app.name} application={app.name} {...inAddress} {...{ readGate, service }} />;
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
