import { AccessPage } from './access/AccessPage.tsx';
import { addressKeys as accessKeys } from './access/rows.ts';
import { ApplicationCreationPage } from './application-creation/ApplicationCreationPage.tsx';
import { AuditPage } from './audit/AuditPage.tsx';
import { DeploymentAudit } from './audit/DeploymentAudit.tsx';
import { filterKeys } from './audit/filters.ts';
import { CreateApplicationDialog, headingId } from './create-application/CreateApplicationDialog.tsx';
import { deckPlugin } from './deck/plugin.ts';
import { DoctorPage } from './doctor/DoctorPage.tsx';
import { StageDetails } from './execution/StageDetails.tsx';
import { WaitingMarker } from './execution/WaitingMarker.tsx';
import { stageLabel, waitsForApproval } from './execution/stage-context.ts';
import { PipelinePermissionsPage } from './pipeline-permissions/PipelinePermissionsPage.tsx';
import { addressKeys } from './pipeline-permissions/rows.ts';
import { addressKeys as accountKeys } from './service-accounts/rows.ts';
import { ServiceAccountsPage } from './service-accounts/ServiceAccountsPage.tsx';
import { createStageService } from './service/client.ts';
import { StageForm } from './stage/StageForm.tsx';
import { accountsOf } from './stage/accounts-of.ts';
import { validateStage } from './stage/validate-stage.ts';

export const plugin = deckPlugin({
  stage: {
    key: 'kubernetesProgressive',
    label: 'Kubernetes Progressive',
    description: 'Rolls Deployments out step by step, with pauses and approvals, and goes back when something is wrong',
    validate: validateStage,
    Form: StageForm,
    Details: StageDetails,
    isMarked: waitsForApproval,
    Marker: WaitingMarker,
    describe: stageLabel,
    accounts: accountsOf,
  },
  audit: { label: 'Audit', filters: filterKeys, Page: AuditPage, Section: DeploymentAudit },
  creation: { Dialog: CreateApplicationDialog, headingId },
  applicationCreation: { label: 'Application creation', Page: ApplicationCreationPage },
  doctor: { label: 'Gennaker doctor', Page: DoctorPage },
  pipelinePermissions: { label: 'Pipeline permissions', addressKeys, Page: PipelinePermissionsPage },
  access: { label: 'Access', addressKeys: accessKeys, Page: AccessPage },
  serviceAccounts: { label: 'Service accounts', addressKeys: accountKeys, Page: ServiceAccountsPage },
  createService: (transport) => createStageService(transport, __GENNAKER_VERSION__),
});
