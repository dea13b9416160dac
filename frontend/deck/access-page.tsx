import React from 'react';
import type { AccessLinks } from '../access/AccessPage.tsx';
import type { Address } from '../access/rows.ts';
import type { StageService } from '../service/stage-service.ts';
import type { AccessPart } from './access-part.ts';
import type { ApplicationPage } from './application-page.ts';
import { guarded } from './guarded.tsx';
import { readGate, readInstance } from './read-gate.ts';
import type { RootPage } from './root-page.ts';
import type { GennakerSettings } from './settings.ts';
import { useAddress } from './use-address.ts';

/** Only to pages that there are. */
function linksOf({ serviceAccounts, applicationCreation }: GennakerSettings): AccessLinks {
  return {
    allApplications: '#/access',
    serviceAccounts: serviceAccounts ? '#/service-accounts' : undefined,
    creation: applicationCreation ? '#/application-creation' : undefined,
  };
}

/** Who may what on all applications: of none of them, so that it stands beside them. */
export function accessPage(part: AccessPart, service: StageService, settings: GennakerSettings): RootPage {
  const { label, addressKeys, Page } = part;
  const links = linksOf(settings);
  function DeckPage(): JSX.Element {
    return <Page {...useAddress<Address>(addressKeys)} {...{ readGate, readInstance, links, service }} />;
  }
  return {
    name: 'gennakerAccess',
    path: '/access',
    parameters: addressKeys,
    label,
    component: guarded('Who may what', DeckPage),
  };
}

/** The same of one application, with the entry in the navigation that leads to all of them. */
export function applicationAccessPage(
  part: AccessPart,
  service: StageService,
  settings: GennakerSettings,
): ApplicationPage {
  const { label, Page } = part;
  const links = linksOf(settings);
  function DeckPage({ app }: { readonly app: { readonly name: string } }): JSX.Element {
    const inAddress = useAddress<Address>(noKeys);
    return (
      <Page key={app.name} application={app.name} {...inAddress} {...{ readGate, readInstance, links, service }} />
    );
  }
  return {
    name: 'gennakerApplicationAccess',
    path: '/access',
    parameters: noKeys,
    label,
    icon: 'spMenuSecurityGroups',
    component: guarded('Who may what', DeckPage),
  };
}

const noKeys: readonly string[] = [];
