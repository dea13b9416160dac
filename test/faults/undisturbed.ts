import type { Traces } from '../stage/rehearsal.ts';

/** What a run leaves that somebody approves and nothing disturbs. */
export const approved: Traces = {
  inOrca: 'SUCCEEDED',
  outcome: 'succeeded',
  applied: { ConfigMap: 1, Service: 1, Rollout: 1 },
  patched: 1,
  decisions: ['approve by alice@example.com: done'],
  told: ['Approving by alice@example.com.'],
  rollout: { generations: 1, replicaSets: 1, phase: 'Healthy', image: 'new' },
};

/** And one that somebody aborts. */
export const aborted: Traces = {
  ...approved,
  inOrca: 'TERMINAL',
  outcome: 'aborted',
  decisions: ['abort by alice@example.com: done'],
  // When it was decided, and when it was done.
  told: ['Aborted by alice@example.com.', 'Aborted by alice@example.com.'],
  rollout: { generations: 2, replicaSets: 1, phase: 'Healthy', image: 'as before' },
};
