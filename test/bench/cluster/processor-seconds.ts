import { familySeconds } from '../processes.ts';
import type { Ground } from '../ground.ts';
import type { Round } from './round.ts';

export const parts = ['service', 'PostgreSQL', 'API server', 'etcd', 'Argo Rollouts', 'nodes', 'driver'] as const;
export type Part = (typeof parts)[number];
export type ProcessorSeconds = Readonly<Record<Part, number>>;

/** What each part used since it was started. `nodes` are ReplicaSet controller, scheduler and kubelets in one process. */
export function processorSeconds({ cluster, postgres }: Ground, service: { readonly pid: number }): ProcessorSeconds {
  const { user, system } = process.cpuUsage();
  return {
    service: familySeconds(service.pid),
    PostgreSQL: familySeconds(postgres.pid),
    'API server': familySeconds(cluster.processId('apiserver')),
    etcd: familySeconds(cluster.processId('etcd')),
    'Argo Rollouts': familySeconds(cluster.processId('controller')),
    nodes: familySeconds(cluster.processId('nodes')),
    driver: (user + system) / 1e6,
  };
}

/** A round and what all parts used meanwhile. */
export interface Measured extends Round {
  readonly used: ProcessorSeconds;
}

/** A round by whatever drives it, with what all parts used for it. */
export async function metered(
  ground: Ground,
  service: { readonly pid: number },
  drive: () => Promise<Round>,
): Promise<Measured> {
  const before = processorSeconds(ground, service);
  const round = await drive();
  return { ...round, used: difference(processorSeconds(ground, service), before) };
}

function difference(after: ProcessorSeconds, before: ProcessorSeconds): ProcessorSeconds {
  return mapped((part) => after[part] - before[part]);
}

export function sum(all: readonly ProcessorSeconds[]): ProcessorSeconds {
  return mapped((part) => all.reduce((total, one) => total + one[part], 0));
}

/** Of all but what the benchmark itself needs, which no cluster would have. */
export function shareOf(part: Part, used: ProcessorSeconds): number {
  const whole = parts.filter((each) => each !== 'driver').reduce((total, each) => total + used[each], 0);
  return used[part] / whole;
}

function mapped(of: (part: Part) => number): ProcessorSeconds {
  return {
    service: of('service'),
    PostgreSQL: of('PostgreSQL'),
    'API server': of('API server'),
    etcd: of('etcd'),
    'Argo Rollouts': of('Argo Rollouts'),
    nodes: of('nodes'),
    driver: of('driver'),
  };
}
