import React, { useState } from 'react';
import type { DeploymentDetails, LiveRollout } from '../../backend-stub/contract/details.ts';
import type { RolloutReport } from '../../backend-stub/contract/report.ts';
import { stepLabel } from '../../backend-stub/contract/steps.ts';
import type { CanaryStep } from '../../backend-stub/contract/steps.ts';
import { clustersLink } from '../deck/clusters-link.ts';
import { Badge } from '../view/Badge.tsx';
import { useId } from '../view/use-id.ts';
import { RolloutView } from './RolloutView.tsx';
import { standingOfRollout } from './standing.ts';

/** One rollout is shown whole; of several, a row each, and whole those that need somebody. */
export function Rollouts({ details }: { readonly details: DeploymentDetails }): React.ReactElement {
  const { rollouts, live, steps, phase, application, account } = details;
  const clusters = ({ namespace, name }: RolloutReport): string =>
    clustersLink({ application, account, namespace, name });
  const ended = phase === 'ended';
  const [only] = rollouts;
  if (rollouts.length === 1 && only !== undefined)
    return <RolloutView rollout={only} live={live[0]} ended={ended} clusters={clusters(only)} />;
  return (
    <div className="gennaker-rollouts">
      {rollouts.map((rollout, index) => (
        <RolloutRow
          key={`${rollout.namespace} ${rollout.name}`}
          {...{ rollout, steps, ended, live: live[index], clusters: clusters(rollout) }}
          openAtFirst={rollouts.length <= 2 || rollout.situation === 'stalled' || rollout.situation === 'blocked'}
        />
      ))}
    </div>
  );
}

interface RolloutRowProps {
  readonly rollout: RolloutReport;
  readonly live: LiveRollout | undefined;
  readonly steps: readonly CanaryStep[];
  readonly ended: boolean;
  readonly clusters: string;
  readonly openAtFirst: boolean;
}

const RolloutRow = React.memo(function RolloutRow(props: RolloutRowProps) {
  const { rollout, live, steps, ended, clusters, openAtFirst } = props;
  const [chosen, setChosen] = useState<boolean>();
  const open = chosen ?? openAtFirst;
  const body = useId();
  const { name, weight } = rollout;
  const { tone, label } = standingOfRollout(rollout);
  return (
    <section className="gennaker-rollout-row" aria-label={`Rollout ${name}`}>
      <button
        type="button"
        className="gennaker-fold"
        aria-expanded={open}
        aria-controls={body}
        onClick={() => setChosen(!open)}
      >
        <span className="gennaker-fold-mark" aria-hidden="true">
          {open ? '▾' : '▸'}
        </span>
        <strong className="gennaker-rollout-name">{name}</strong>
        <span className="gennaker-fold-state">
          <Badge tone={tone} label={label} />
        </span>
        <span className="gennaker-fold-step">{place(rollout, steps)}</span>
        <span className="gennaker-fold-weight">
          {weight.actual} % new <span className="gennaker-muted">(planned {weight.planned} %)</span>
        </span>
        <span className="gennaker-fold-pods">{readiness(rollout, live)}</span>
      </button>
      <div id={body}>{open ? <RolloutView {...{ rollout, live, ended, clusters }} /> : undefined}</div>
    </section>
  );
});

/** Of both versions together, as far as the cluster can be asked. */
function readiness({ pods }: RolloutReport, live: LiveRollout | undefined): string {
  if (live?.kind !== 'seen') return `${pods.ready} of ${pods.wanted} pods ready`;
  const versions = [live.stable, live.canary].flatMap((version) => (version === undefined ? [] : [version]));
  const ready = versions.flatMap((version) => version.pods.filter(({ state }) => state === 'ready')).length;
  return `${ready} of ${versions.reduce((sum, { wanted }) => sum + wanted, 0)} pods ready`;
}

function place({ stepIndex, firstDeployment }: RolloutReport, steps: readonly CanaryStep[]): string {
  if (firstDeployment || stepIndex === undefined) return '';
  const step = steps[stepIndex];
  return step === undefined ? 'after the last step' : `step ${stepIndex + 1} of ${steps.length}: ${stepLabel(step)}`;
}
