import React, { useState } from 'react';
import { auditLink } from '../deck/addresses.ts';
import type { StageService } from '../service/stage-service.ts';
import { auditHelp } from './audit-help.ts';
import { Listing } from './Listing.tsx';
import { useAudit, useKeepingUp } from './use-audit.ts';

export interface DeploymentAuditProps {
  readonly application: string;
  /** Its id. */
  readonly deployment: string;
  /** Whether something may still happen to it. */
  readonly isOpen: boolean;
  readonly service: Pick<StageService, 'audit'>;
}

/** The records of one deployment; asked for when somebody opens them. */
export function DeploymentAudit(props: DeploymentAuditProps): JSX.Element {
  const [open, setOpen] = useState(false);
  return (
    <details
      className="gennaker-applied-plan gennaker-audit"
      onToggle={({ currentTarget }) => setOpen(currentTarget.hasAttribute('open'))}
    >
      <summary>Audit</summary>
      {open && <Records {...props} />}
    </details>
  );
}

function Records({ application, deployment, isOpen, service }: DeploymentAuditProps): JSX.Element {
  const read = useAudit(service, { application, deployment });
  useKeepingUp(read, isOpen);
  return (
    <>
      <p className="gennaker-muted">
        {auditHelp.section}{' '}
        <a className="gennaker-link" href={auditLink(application, { deployment })}>
          On the page Audit
        </a>{' '}
        they can be filtered and exported.
      </p>
      <Listing
        read={read}
        now={Date.now()}
        compact
        label="Audit of this deployment, newest first"
        empty={<p>Nothing is written down of this deployment.</p>}
      />
    </>
  );
}
