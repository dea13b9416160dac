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
import { guarded } from './guarded.tsx';
import { linkConfiguration, linkPipelineGroups } from './permissions-entries.tsx';
import { registerOnce } from './picker-entry.ts';
import { pipelinePermissionsPage } from './pipeline-permissions-page.tsx';
import type { PipelinePermissionsPart } from './pipeline-permissions-part.ts';
import { registerAll } from './registration.ts';
import { gateRequest, patchStage } from './requests.ts';
import { registerRootPage } from './root-page.ts';
import { serviceAccountsPage } from './service-accounts-page.tsx';
import type { ServiceAccountsPart } from './service-accounts-part.ts';
import { readSettings } from './settings.ts';
import type { StagePart } from './stage-part.ts';
import { stageType } from './stage-type.tsx';

export interface PluginParts {
  readonly stage: StagePart;
  readonly audit: AuditPart;
  readonly creation: CreationPart;
  readonly applicationCreation: ApplicationCreationPart;
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
  const { stage, audit, creation, applicationCreation, pipelinePermissions, access, serviceAccounts, createService } =
    parts;
  return {
    stages: [],
    initialize() {
      const settings = readSettings();
      const service = createService({ request: gateRequest(settings.proxyId), patchStage });
      const Audit = settings.audit ? guarded('The audit of this deployment', audit.Section) : undefined;
      const registerStage = (): void => registerOnce(stageType(stage, service, Audit));
      const registerAudit = (): void => registerApplicationPage(auditPage(audit, service));
      const replaceDialog = (): void => replaceCreation(creationDialog(creation, creationHost, service));
      const registerCreationPage = (): void => registerRootPage(applicationCreationPage(applicationCreation, service));
      const registerPermissions = (): void =>
        registerApplicationPage(pipelinePermissionsPage(pipelinePermissions, service));
      const registerAccounts = (): void => registerRootPage(serviceAccountsPage(serviceAccounts, service));
      const registerAccess = (): void => {
        registerApplicationPage(applicationAccessPage(access, service, settings));
        registerRootPage(accessPage(access, service, settings));
      };
      registerAll([
        ...(settings.stage ? [{ name: `The stage ${stage.label}`, register: registerStage }] : []),
        ...(settings.audit ? [{ name: `The page ${audit.label}`, register: registerAudit }] : []),
        ...(settings.createApplication ? [{ name: 'The create-application dialog', register: replaceDialog }] : []),
        ...(settings.applicationCreation
          ? [{ name: `The page ${applicationCreation.label}`, register: registerCreationPage }]
          : []),
        ...(settings.pipelinePermissions
          ? [
              { name: `The page ${pipelinePermissions.label}`, register: registerPermissions },
              { name: 'The links from pipelines to their permissions', register: linkPipelineGroups },
              { name: 'The link from the configuration of a pipeline', register: linkConfiguration },
            ]
          : []),
        ...(settings.access ? [{ name: `The page ${access.label}`, register: registerAccess }] : []),
        ...(settings.serviceAccounts
          ? [{ name: `The page ${serviceAccounts.label}`, register: registerAccounts }]
          : []),
      ]);
    },
  };
}
