import type { IDeckPlugin } from '@spinnaker/core';
import type { StageService } from '../service/stage-service.ts';
import type { Transport } from '../service/request.ts';
import { accessPage, applicationAccessPage } from './access-page.tsx';
import type { AccessPart } from './access-part.ts';
import { applicationCreationPage } from './application-creation-page.tsx';
import type { ApplicationCreationPart } from './application-creation-part.ts';
import { registerApplicationPage } from './application-page.ts';
import { auditPage } from './audit-page.tsx';
import type { AuditPart } from './audit-part.ts';
import { creationDialog } from './creation-dialog.tsx';
import { replaceCreation } from './creation-entries.ts';
import { creationHost } from './creation-host.ts';
import type { CreationPart } from './creation-part.ts';
import { doctorPage } from './doctor-page.tsx';
import type { DoctorPart } from './doctor-part.ts';
import { guarded } from './guarded.tsx';
import { linkConfiguration, linkPipelineGroups } from './permissions-entries.tsx';
import { lookAroundFor } from './look-around.ts';
import { registerOnce } from './picker-entry.ts';
import { pipelinePermissionsPage } from './pipeline-permissions-page.tsx';
import type { PipelinePermissionsPart } from './pipeline-permissions-part.ts';
import { registerAll } from './registration.ts';
import type { Registration } from './registration.ts';
import { gateRequest, patchStage } from './requests.ts';
import { registerRootPage } from './root-page.ts';
import { serviceAccountsPage } from './service-accounts-page.tsx';
import type { ServiceAccountsPart } from './service-accounts-part.ts';
import { readSettings } from './settings.ts';
import type { GennakerSettings } from './settings.ts';
import type { StagePart } from './stage-part.ts';
import { stageType } from './stage-type.tsx';

export interface PluginParts {
  readonly stage: StagePart;
  readonly audit: AuditPart;
  readonly creation: CreationPart;
  readonly applicationCreation: ApplicationCreationPart;
  readonly doctor: DoctorPart;
  readonly pipelinePermissions: PipelinePermissionsPart;
  readonly access: AccessPart;
  readonly serviceAccounts: ServiceAccountsPart;
  readonly createService: (transport: Transport) => StageService;
}

/**
 * What Deck loads. It registers by itself at `initialize` and leaves Deck's own lists empty, so that one part that fails
 * takes no other with it. It asks nobody for anything: Deck draws its page only after this.
 */
export function deckPlugin(parts: PluginParts): IDeckPlugin {
  return {
    stages: [],
    initialize() {
      const settings = readSettings();
      const service = parts.createService({ request: gateRequest(settings.proxyId), patchStage });
      const switched = registrationsOf(parts, settings, service).filter(({ part }) => settings[part]);
      registerAll(switched);
    },
  };
}

/** Each part of Deck that an operator can switch off, by the key of its setting. */
type SwitchedPart = Exclude<keyof GennakerSettings, 'proxyId'>;

interface SwitchedRegistration extends Registration {
  readonly part: SwitchedPart;
}

function registrationsOf(
  parts: PluginParts,
  settings: GennakerSettings,
  service: StageService,
): readonly SwitchedRegistration[] {
  const { stage, audit, creation, applicationCreation, doctor } = parts;
  const Audit = settings.audit ? guarded('The audit of this deployment', audit.Section) : undefined;
  const lookAround = lookAroundFor({ key: stage.key, stageIsOn: settings.stage });
  return [
    {
      part: 'stage',
      name: `The stage ${stage.label}`,
      register: () => registerOnce(stageType(stage, service, Audit)),
    },
    { part: 'audit', name: pageName(audit), register: () => registerApplicationPage(auditPage(audit, service)) },
    {
      part: 'createApplication',
      name: 'The create-application dialog',
      register: () => replaceCreation(creationDialog(creation, creationHost, service)),
    },
    {
      part: 'applicationCreation',
      name: pageName(applicationCreation),
      register: () => registerRootPage(applicationCreationPage(applicationCreation, service)),
    },
    {
      part: 'doctor',
      name: pageName(doctor),
      register: () => registerRootPage(doctorPage(doctor, service, lookAround)),
    },
    ...permissionPages(parts, settings, service),
  ];
}

/** Who may what, and as whom pipelines run. */
function permissionPages(
  { pipelinePermissions, access, serviceAccounts }: PluginParts,
  settings: GennakerSettings,
  service: StageService,
): readonly SwitchedRegistration[] {
  return [
    {
      part: 'pipelinePermissions',
      name: pageName(pipelinePermissions),
      register: () => registerApplicationPage(pipelinePermissionsPage(pipelinePermissions, service)),
    },
    {
      part: 'pipelinePermissions',
      name: 'The links from pipelines to their permissions',
      register: linkPipelineGroups,
    },
    {
      part: 'pipelinePermissions',
      name: 'The link from the configuration of a pipeline',
      register: linkConfiguration,
    },
    {
      part: 'access',
      name: pageName(access),
      register() {
        registerApplicationPage(applicationAccessPage(access, service, settings));
        registerRootPage(accessPage(access, service, settings));
      },
    },
    {
      part: 'serviceAccounts',
      name: pageName(serviceAccounts),
      register: () => registerRootPage(serviceAccountsPage(serviceAccounts, service)),
    },
  ];
}

function pageName({ label }: { readonly label: string }): string {
  return `The page ${label}`;
}
