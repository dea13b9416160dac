import { setTimeout as pause } from 'node:timers/promises';
import { alice } from '../../stage/people.ts';
import { People } from '../../stage/people-client.ts';
import { progressiveStage, until } from '../../stage/pipeline.ts';
import type { Ground } from '../ground.ts';
import { post } from '../post.ts';
import type { ServiceProcess } from '../service-process.ts';
import { approvalStep, imageOf, inParallel, manifestOf, names, sentAtOnce, steps } from './fleet.ts';
import type { OrcaPolls } from './orca-polls.ts';
import type { RolloutFeed, Sighting } from './rollout-feed.ts';
import type { Course, Round } from './round.ts';

export interface ServiceRoundOptions {
  readonly ground: Ground;
  readonly service: Pick<ServiceProcess, 'url' | 'peopleUrl'>;
  readonly polls: OrcaPolls;
  readonly feed: RolloutFeed;
  /** How a deployment ended: to the millisecond, where a poll is as late as Orca is. */
  readonly endOf: (id: string) => Promise<End | undefined>;
}

export interface End {
  readonly outcome?: string;
  readonly endedAt?: Date;
}

interface Sent {
  readonly id: string;
  readonly at: number;
}

const approvedAgainAfter = 100;

/** All of it, approved as soon as it waits. */
export async function roundOf(options: ServiceRoundOptions, version: number): Promise<Round> {
  const round = new ServiceRound(options, version);
  round.approve();
  await round.send(names);
  return round.ended();
}

/** One version of the fleet through the service: POST, polls, an approval by API as soon as a rollout waits for it. */
export class ServiceRound {
  readonly #options: ServiceRoundOptions;
  readonly #version: number;
  readonly #people: People;
  readonly #sent = new Map<string, Sent>();
  readonly #over: Promise<void>[] = [];
  readonly #waiting = new Map<string, Sighting>();
  readonly #approving = new Set<string>();
  #approves = false;
  #refused = 0;

  constructor(options: ServiceRoundOptions, version: number) {
    this.#options = options;
    this.#version = version;
    this.#people = new People(options.service.peopleUrl, alice);
    const before = new Map(names.map((name) => [name, options.feed.latest(name)?.podHash]));
    options.feed.listen((sighting) => {
      if (sighting.image === imageOf(version) && sighting.podHash !== before.get(sighting.name)) this.#see(sighting);
    });
  }

  async send(some: readonly string[]): Promise<void> {
    const { ground, service, polls } = this.#options;
    await inParallel(some, sentAtOnce, async (name) => {
      const call = ground.pipelines.run(alice, progressiveStage({ manifest: manifestOf(name, this.#version), steps }));
      const at = Date.now();
      const { deploymentId: id } = await post(service.url, call);
      this.#sent.set(name, { id, at });
      this.#over.push(polls.untilOver(id));
    });
  }

  /** From now on, and at once for what waits already. */
  approve(): void {
    this.#approves = true;
    for (const name of this.#waiting.keys()) void this.#approveOne(name);
  }

  async untilWaiting(count: number): Promise<void> {
    await until(`${count} rollouts wait`, () => (this.#waiting.size === count ? true : undefined), 300);
  }

  async ended(): Promise<Round> {
    await Promise.all(this.#over);
    const sent = [...this.#sent.values()];
    const ends: { readonly course: Course; readonly at: number }[] = [];
    await inParallel(sent, sentAtOnce, async ({ id, at }) => {
      const { outcome = 'open', endedAt } = (await this.#options.endOf(id)) ?? {};
      const end = endedAt?.getTime() ?? Number.NaN;
      ends.push({ course: { outcome, milliseconds: end - at }, at: end });
    });
    const first = Math.min(...sent.map(({ at }) => at));
    const last = Math.max(...ends.map(({ at }) => at));
    return { seconds: (last - first) / 1000, courses: ends.map(({ course }) => course), refused: this.#refused };
  }

  #see(sighting: Sighting): void {
    const { name } = sighting;
    if (!sighting.observed || sighting.pausedAt !== approvalStep) this.#waiting.delete(name);
    else {
      this.#waiting.set(name, sighting);
      if (this.#approves) void this.#approveOne(name);
    }
  }

  async #approveOne(name: string): Promise<void> {
    if (this.#approving.has(name)) return;
    this.#approving.add(name);
    for (let sighting = this.#waiting.get(name); sighting !== undefined; sighting = this.#waiting.get(name)) {
      const id = this.#sent.get(name)?.id ?? '';
      const seen = [{ rollout: name, podHash: sighting.podHash, stepIndex: approvalStep }];
      const { status } = await this.#people.decideOn(id, 'approve', seen);
      if (status === 200) return;
      this.#refused += 1;
      await pause(approvedAgainAfter);
    }
    this.#approving.delete(name);
  }
}
