import { stageAlias, stageType } from '../../../backend-stub/contract/orca.ts';
import type { ExecutionStage } from '../../../backend-stub/deployment/execution.ts';

/** A running stage of ours, as it is read back, before Orca was told where to ask. */
export const anOrcaStage: ExecutionStage = {
  id: 'stage',
  refId: '1',
  name: 'Deploy',
  type: stageType,
  status: 'RUNNING',
  deployment: {},
  webhook: { alias: stageAlias, monitorOnly: false, addresses: [] },
};
