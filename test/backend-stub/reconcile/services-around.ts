import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { defaultGraces } from '../../../backend-stub/deployment/conclude.ts';
import { Announcements } from '../../../backend-stub/reconcile/announcements.ts';
import type { Services } from '../../../backend-stub/reconcile/services.ts';
import { applicationCreation } from '../../../backend-stub/spinnaker/application-creation.ts';
import { openAuthorizations } from '../../../backend-stub/spinnaker/authorizations.ts';
import { HandClock } from '../../spinnaker/hand-clock.ts';
import { absentCluster } from '../http/absent-cluster.ts';

/** What a test is about, in quiet surroundings: no cluster, no Orca, everybody may everything, and nothing is counted. */
export function servicesAround(parts: Partial<Services> & Pick<Services, 'store'>): Services {
  return {
    controlPlane: absentCluster([]),
    executions: { read: async () => ({ kind: 'missing' }) },
    authorizations: openAuthorizations(),
    creation: applicationCreation({}),
    examine: async () => [],
    clock: new HandClock(),
    log: pino({ level: 'silent' }),
    measures: {
      retry: () => undefined,
      ended: () => undefined,
      decided: () => undefined,
      called: () => undefined,
      unwritten: () => undefined,
      redirected: () => undefined,
    },
    settled: new Announcements(),
    settings: { replica: 'replica-1', publicUrl: '', graces: defaultGraces, canSeal: false },
    newId: randomUUID,
    begin: (record, workloads, by) => parts.store.create(record, workloads, { by }),
    leads: () => false,
    wake: () => undefined,
    tell: () => undefined,
    ...parts,
  };
}
