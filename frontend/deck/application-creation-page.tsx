import React from 'react';
import type { StageService } from '../service/stage-service.ts';
import type { ApplicationCreationPart } from './application-creation-part.ts';
import { guarded } from './guarded.tsx';
import type { RootPage } from './root-page.ts';

/** The page of who may create what: about no application, so that it stands beside them. */
export function applicationCreationPage({ label, Page }: ApplicationCreationPart, service: StageService): RootPage {
  function DeckPage(): JSX.Element {
    return <Page service={service} />;
  }
  return {
    name: 'gennakerApplicationCreation',
    path: '/application-creation',
    label,
    component: guarded('Who may create applications', DeckPage),
  };
}
