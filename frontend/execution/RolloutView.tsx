import React from 'react';
import { podLimit } from '../../backend-stub/contract/details.ts';
import type { LiveRollout, VersionReport } from '../../backend-stub/contract/details.ts';
import type { RolloutReport } from '../../backend-stub/contract/report.ts';
import { Notice } from '../view/Notice.tsx';
import { VersionCard } from '../view/VersionCard.tsx';
import type { VersionCardProps } from '../view/VersionCard.tsx';
import { WeightBar } from '../view/WeightBar.tsx';

export interface RolloutViewProps {
  readonly rollout: RolloutReport;
  /** Undefined from a service that sends none. */
  readonly live: LiveRollout | undefined;
  readonly ended: boolean;
  /** The address of the workload in Deck's Clusters tab. */
  readonly clusters: string;
}

/** One rollout: how much of the new version runs, and both versions side by side. Drawn again only when it changed. */
export const RolloutView = React.memo(function RolloutView({ rollout, live, ended, clusters }: RolloutViewProps) {
  const { firstDeployment, weight, situation } = rollout;
  const done = situation === 'succeeded';
  return (
    <div className="gennaker-rollout">
      {firstDeployment ? <FirstDeployment rollout={rollout} ended={ended} /> : undefined}
      {firstDeployment || done || ended ? undefined : <WeightBar planned={weight.planned} actual={weight.actual} />}
      <div className="gennaker-cards">
        {cardsOf(rollout, live).map((card) => (
          <VersionCard key={card.role} {...card} workload={rollout.name} />
        ))}
      </div>
      <div>
        <a className="gennaker-link" href={clusters}>
          {rollout.name} in Clusters
        </a>
      </div>
    </div>
  );
});

function FirstDeployment({ rollout, ended }: Pick<RolloutViewProps, 'rollout' | 'ended'>): React.ReactElement {
  const { name, situation } = rollout;
  if (ended)
    return (
      <p className="gennaker-muted">
        This was the first deployment of {name}: there was no version before it, and no step was taken.
      </p>
    );
  return (
    <Notice tone="hint">
      <p>
        {name} is deployed for the first time. There is no version before it to compare with or to go back to, so all
        pods start at once and the steps are not taken. They will be with the next deployment.
      </p>
      {situation === 'stalled' ? (
        <p>It can’t be aborted. Deploy a corrected manifest, or cancel the pipeline to stop waiting for it.</p>
      ) : undefined}
    </Notice>
  );
}

type Card = Omit<VersionCardProps, 'workload'>;

function cardsOf(rollout: RolloutReport, live: LiveRollout | undefined): readonly Card[] {
  if (live?.kind !== 'seen') return [fromReport(rollout, live?.why)];
  const { stable, canary } = live;
  const single = stable === undefined || canary === undefined;
  const cards: readonly Card[] = [
    ...(stable === undefined ? [] : [cardOf(single ? 'Current' : 'Stable', stable)]),
    ...(canary === undefined ? [] : [cardOf(single ? 'New' : 'Canary', canary)]),
  ];
  return cards.length > 0 ? cards : [fromReport(rollout, 'There are no pods of it now.')];
}

function cardOf(role: VersionCardProps['role'], { podHash, images, wanted, pods }: VersionReport): Card {
  return { role, podHash, images, pods, readiness: readiness(wanted, pods) };
}

function readiness(wanted: number, pods: VersionReport['pods']): string {
  if (wanted === 0 && pods.length === 0) return 'No pods';
  if (pods.length >= podLimit && wanted > podLimit) return `${wanted} pods wanted; ${podLimit} of them are shown`;
  return `${pods.filter(({ state }) => state === 'ready').length} of ${wanted} pods ready`;
}

/** What the service keeps, where the cluster can't be asked now. */
function fromReport({ podHash, images, pods }: RolloutReport, why: string | undefined): Card {
  return {
    role: 'New',
    images,
    pods: [],
    readiness: `${pods.updated} of ${pods.wanted} pods have the new version`,
    ...(podHash === undefined ? {} : { podHash }),
    ...(why === undefined ? {} : { remark: why }),
  };
}
