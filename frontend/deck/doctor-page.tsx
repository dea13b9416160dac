import React from 'react';
import type { LookAround } from '../doctor/browser-look.ts';
import type { StageService } from '../service/stage-service.ts';
import type { DoctorPart } from './doctor-part.ts';
import { guarded } from './guarded.tsx';
import type { RootPage } from './root-page.ts';

/** The page of what is wrong: about no application, so that it stands beside them. */
export function doctorPage({ label, Page }: DoctorPart, service: StageService, lookAround: LookAround): RootPage {
  function DeckPage(): JSX.Element {
    return <Page service={service} lookAround={lookAround} />;
  }
  return {
    name: 'gennakerDoctor',
    path: '/gennaker-doctor',
    label,
    component: guarded('The Gennaker doctor', DeckPage),
  };
}
