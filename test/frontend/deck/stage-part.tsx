import React from 'react';
import type { AccessPart } from '../../../frontend/deck/access-part.ts';
import type { ApplicationCreationPart } from '../../../frontend/deck/application-creation-part.ts';
import type { AuditPart } from '../../../frontend/deck/audit-part.ts';
import type { CreationPart } from '../../../frontend/deck/creation-part.ts';
import type { DoctorPart } from '../../../frontend/deck/doctor-part.ts';
import type { PipelinePermissionsPart } from '../../../frontend/deck/pipeline-permissions-part.ts';
import type { ServiceAccountsPart } from '../../../frontend/deck/service-accounts-part.ts';
import type { StagePart } from '../../../frontend/deck/stage-part.ts';
import type { StageService } from '../../../frontend/service/stage-service.ts';

const unexpected = (): Promise<never> => Promise.reject(new Error('no test of this room calls the service'));

export const silentService: StageService = {
  accounts: unexpected,
  plan: unexpected,
  deployment: unexpected,
  appliedPlan: unexpected,
  decide: unexpected,
  giveBack: unexpected,
  creation: unexpected,
  creationOverview: unexpected,
  doctor: unexpected,
  onStage: () => ({ decide: unexpected, giveBack: unexpected }),
  audit: unexpected,
  pipelineAccess: unexpected,
  serviceAccounts: unexpected,
  applicationsAccess: unexpected,
};

/** An audit that says what it was given. */
export const auditPart: AuditPart = {
  label: 'Audit',
  filters: ['kind', 'actor'],
  Page: ({ application, address, onFilters }) => (
    <button type="button" onClick={() => onFilters({ kind: 'refusal' })}>
      {`audit of ${application}: ${JSON.stringify(address)}`}
    </button>
  ),
  Section: ({ deployment }) => <p>{`audit of ${deployment}`}</p>,
};

/** A dialog that does as it is told by its buttons. */
export const creationPart: CreationPart = {
  headingId: 'heading',
  Dialog: ({ name, onName, onCreated, onDismiss }) => {
    if (name === 'breaks at once') throw new Error('no form here');
    return (
      <div>
        <h4 id="heading">ours for {name}</h4>
        <button type="button" onClick={() => onName('typed')}>
          Type
        </button>
        <button type="button" onClick={() => onCreated({ name: 'made' })}>
          Create
        </button>
        <button type="button" onClick={onDismiss}>
          Cancel
        </button>
        <BreaksLater />
      </div>
    );
  },
};

function BreaksLater(): JSX.Element {
  const [isBroken, setBroken] = React.useState(false);
  if (isBroken) throw new Error('it broke while it was typed in');
  return (
    <button type="button" onClick={() => setBroken(true)}>
      Break
    </button>
  );
}

export const applicationCreationPart: ApplicationCreationPart = {
  label: 'Application creation',
  Page: () => <p>who may create what</p>,
};

export const doctorPart: DoctorPart = {
  label: 'Gennaker doctor',
  Page: () => <p>what is wrong</p>,
};

/** A page that says what it was given. */
export const pipelinePermissionsPart: PipelinePermissionsPart = {
  label: 'Pipeline permissions',
  addressKeys: ['pipeline', 'find'],
  Page: ({ application, address, onAddress }) => (
    <button type="button" onClick={() => onAddress({ pipeline: 'p1' })}>
      {`permissions of ${application}: ${JSON.stringify(address)}`}
    </button>
  ),
};

/** A page that says what it was given. */
export const serviceAccountsPart: ServiceAccountsPart = {
  label: 'Service accounts',
  addressKeys: ['account', 'find'],
  Page: ({ address, onAddress }) => (
    <button type="button" onClick={() => onAddress({ account: 'robot' })}>
      {`accounts: ${JSON.stringify(address)}`}
    </button>
  ),
};

/** Says what it was given. */
export const accessPart: AccessPart = {
  label: 'Access',
  addressKeys: ['application', 'project'],
  Page: ({ application, address, onAddress, links }) => (
    <button type="button" onClick={() => onAddress({ project: 'retail' })}>
      {`access of ${application ?? 'all'}: ${JSON.stringify(address)}, ${JSON.stringify(links)}`}
    </button>
  ),
};

/** The smallest stage that can be told from another one. */
export function stagePart(changes: Partial<StagePart> = {}): StagePart {
  return {
    key: 'kubernetesProgressive',
    label: 'Kubernetes Progressive',
    description: 'Rolls out step by step',
    validate: () => [],
    Form: ({ refId, deployment, onChange }) => (
      <button type="button" onClick={() => onChange({ changed: refId })}>
        {`form of ${refId}: ${JSON.stringify(deployment)}`}
      </button>
    ),
    Details: ({ stage, active, service, Audit }) => (
      <div>
        <p>{`details of ${stage.id} in ${stage.executionId}, ${String(active)}`}</p>
        {Audit !== undefined && <Audit {...{ service, application: stage.application }} deployment="d1" isOpen />}
      </div>
    ),
    isMarked: () => true,
    Marker: () => <i title="marker" />,
    describe: () => undefined,
    accounts: () => [],
    ...changes,
  };
}
