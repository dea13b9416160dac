import React from 'react';
import type { Address } from '../service-accounts/rows.ts';
import type { StageService } from '../service/stage-service.ts';
import { pipelinePermissionsLink } from './addresses.ts';
import { guarded } from './guarded.tsx';
import { readAccountNames } from './read-gate.ts';
import type { RootPage } from './root-page.ts';
import type { ServiceAccountsPart } from './service-accounts-part.ts';
import { useAddress } from './use-address.ts';

/** The page of the service accounts: of no application, so that it stands beside them. */
export function serviceAccountsPage(
  { label, addressKeys, Page }: ServiceAccountsPart,
  service: StageService,
): RootPage {
  function DeckPage(): JSX.Element {
    const inAddress = useAddress<Address>(addressKeys);
    return (
      <Page
        {...inAddress}
        readNames={readAccountNames}
        pipelineLink={({ application, id }) => pipelinePermissionsLink(application, id)}
        service={service}
      />
    );
  }
  return {
    name: 'gennakerServiceAccounts',
    path: '/service-accounts',
    parameters: addressKeys,
    label,
    component: guarded('The service accounts', DeckPage),
  };
}
