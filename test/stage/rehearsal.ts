import { setTimeout } from 'node:timers/promises';
import { nothing } from './disturbance.ts';
import type { Disturbance } from './disturbance.ts';
import { lasts } from './moments.ts';
import type { DeploymentReport } from '../../backend-stub/contract/report.ts';
import { isRecord, listAt, numberAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { definition, widget } from './custom-kinds.ts';
import type { Kind } from './custom-kinds.ts';
import { deployment, documents, service } from './manifests.ts';
import { alice } from './people.ts';
import type { OrcaExecution } from '../orca/execution.ts';
import type { JsonObject } from '../orca/json.ts';
import { approval, deploymentOf, run, until, waitsForApproval, weight } from './pipeline.ts';
import type { Running, StageParts } from './pipeline.ts';
import type { Replicas } from './replicas.ts';
import type { Effect } from './wire.ts';

/** What is left of one run, without what is new in each: ids, hashes, times. Two runs of a kind leave the same. */
export interface Traces {
  readonly inOrca: string;
  readonly outcome: string | undefined;
  /** How often each object was applied for good, by kind. */
  readonly applied: Readonly<Record<string, number>>;
  /** How often the status of the Rollout was patched. */
  readonly patched: number;
  readonly decisions: readonly string[];
  /** Lines of the timeline that tell of a decision, or of one that was made elsewhere. */
  readonly told: readonly string[];
  readonly rollout: {
    readonly generations: number;
    /** New ones: of those before, Argo keeps ten. */
    readonly replicaSets: number;
    readonly phase: string;
    readonly image: string;
  };
}

export interface Rehearsed {
  readonly name: string;
  /** False: the run was over before anything happened to it. */
  readonly disturbed: boolean;
  readonly traces: Traces;
  readonly milliseconds: number;
  /** What it changed that lasts, in its order. */
  readonly effects: readonly Effect[];
}

/** The Rollout before or after a run. */
interface AtRest {
  readonly generation: number;
  /** By name. */
  readonly replicaSets: readonly string[];
  readonly phase: string;
  readonly image: string;
}

/** A person looks as often: each look asks Fiat, the database and the cluster. */
const lookMilliseconds = 250;

export interface RehearsalsOptions {
  /** What a person decides. */
  readonly action: 'approve' | 'abort';
  /** Of the workload. */
  readonly name: string;
  /** Laid over the stage. */
  readonly stage?: JsonObject;
  /** Stages beside ours. */
  readonly beside?: readonly JsonObject[];
  /** The manifest defines it, and holds an object of it: each version gains a field. */
  readonly kind?: Kind;
}

/** Runs one pipeline after the other on one workload, and lets something happen to it on the way. */
export class Rehearsals {
  readonly #world: Replicas;
  readonly #options: RehearsalsOptions;
  readonly #name: string;
  readonly #kind: Kind | undefined;
  #version = 1;

  constructor(world: Replicas, options: RehearsalsOptions) {
    this.#world = world;
    this.#options = options;
    this.#name = options.name;
    this.#kind = options.kind;
  }

  /** The version that runs before all others. */
  async prepare(): Promise<void> {
    const { status } = await this.#world.orca.finished(run(this.#world, this.#parts()).executionId);
    if (status !== 'SUCCEEDED') throw new Error(`the first version was not deployed: ${status}`);
  }

  async play(disturbance: Disturbance = nothing): Promise<Rehearsed> {
    const { orca, wires } = this.#world;
    this.#version += 1;
    const before = await this.#look();
    for (const { recorded } of wires) recorded.length = 0;
    const began = Date.now();
    disturbance.begin();
    const running = this.#start();
    const id = await deploymentOf(this.#world, running);
    await disturbance.reached('started', running);
    const report = await this.#decide(id, running, disturbance);
    const { status } = await ended(orca.finished(running.executionId), disturbance);
    const disturbed = await disturbance.over();
    const milliseconds = Date.now() - began;
    const after = await this.#look();
    const effects = wires.flatMap(({ recorded }) => recorded);
    return {
      name: disturbance.name,
      disturbed,
      milliseconds,
      effects: effects.filter(lasts),
      traces: {
        inOrca: status,
        outcome: report.outcome,
        ...countWrites(effects, { id, image: this.#image() }),
        decisions: report.decisions.map(({ action, by, state }) => `${action} by ${by}: ${state}`),
        told: report.events.map(({ sentence }) => firstSentence(sentence)).filter(isAboutDecision),
        rollout: {
          generations: after.generation - before.generation,
          replicaSets: after.replicaSets.filter((name) => !before.replicaSets.includes(name)).length,
          phase: after.phase,
          image: after.image.replace(before.image, 'as before').replace(this.#image(), 'new'),
        },
      },
    };
  }

  #image(): string {
    return `registry.example.com/${this.#name}:${this.#version}`;
  }

  #start(): Running {
    const { stage = {}, beside = [] } = this.#options;
    return run(this.#world, { ...this.#parts(), stage, beside });
  }

  #parts(): StageParts {
    const name = this.#name;
    const settings = `${name}-settings`;
    const more = `          envFrom:\n            - configMapRef:\n                name: ${settings}\n`;
    return {
      manifest: documents(
        ...this.#custom(),
        configMap(settings, { version: String(this.#version) }),
        service(name),
        deployment(name, { replicas: 2, image: this.#image(), more }),
      ),
      steps: [weight(50), approval],
    };
  }

  #custom(): readonly string[] {
    if (this.#kind === undefined) return [];
    const fields = Array.from({ length: this.#version }, (_, index) => `field${index + 1}`);
    const spec = `{ field${this.#version}: 1 }`;
    return [definition({ ...this.#kind, fields }), widget(this.#name, this.#kind, spec)];
  }

  /** A person who looks, decides once it waits, and asks again only when nobody has heard of the decision. */
  async #decide(id: string, running: Running, disturbance: Disturbance): Promise<DeploymentReport> {
    const person = this.#world.as(alice);
    let told = false;
    return until(
      `deployment ${id} ends`,
      async () => {
        const report = await answered(person.deployment(id));
        if (report === undefined || report.id !== id) return undefined;
        if (report.phase === 'ended' && report.decisions.every(({ state }) => state !== 'accepted')) return report;
        if (report.decisions.length > 0 || !waitsForApproval(report)) return undefined;
        if (!told) await disturbance.reached('waiting', running);
        told = true;
        const decision = await answered(person.decide(id, this.#options.action));
        if (decision?.status === 200) await disturbance.reached('decided', running);
        return undefined;
      },
      180,
      lookMilliseconds,
    );
  }

  async #look(): Promise<AtRest> {
    const { cluster, namespace } = this.#world;
    const path = `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts/${this.#name}`;
    const atRest = async (): Promise<unknown> => {
      const { status, body } = await cluster.api().send({ method: 'GET', path });
      return status === 404 || textAt(body, 'status', 'phase') === 'Healthy' ? body : undefined;
    };
    const rollout = await until(`${this.#name} is at rest`, atRest, 90, lookMilliseconds);
    const sets = await cluster.api().get(`/apis/apps/v1/namespaces/${namespace}/replicasets`);
    return {
      generation: numberAt(rollout, 'metadata', 'generation') ?? 0,
      replicaSets: listAt(sets, 'items').map((set) => textAt(set, 'metadata', 'name') ?? ''),
      phase: textAt(rollout, 'status', 'phase') ?? '',
      image: textAt(listAt(rollout, 'spec', 'template', 'spec', 'containers')[0], 'image') ?? '',
    };
  }
}

/** Orca that was killed with a replica and did not come back ends nothing: then why it did not is what is said. */
async function ended(finished: Promise<OrcaExecution>, disturbance: Disturbance): Promise<OrcaExecution> {
  const execution = await Promise.race([finished, setTimeout(180_000, undefined, { ref: false })]);
  if (execution !== undefined) return execution;
  await disturbance.over();
  throw new Error('Orca has not ended the execution 180 s after its deployment ended.');
}

/** Undefined when the connection broke. */
async function answered<Answer>(call: Promise<Answer>): Promise<Answer | undefined> {
  return call.catch((error: unknown) => {
    if (isRecord(error) && 'code' in error) return undefined;
    throw error;
  });
}

function firstSentence(text: string): string {
  return text.replace(/\. .*/s, '.');
}

/** That one waits for a controller which is away is about the disturbance: what comes of it is told besides. */
function isAboutDecision(sentence: string): boolean {
  return (sentence.includes(' by ') && !sentence.includes('waits for Argo Rollouts')) || sentence.includes('outside');
}

interface Run {
  readonly id: string;
  readonly image: string;
}

/** An abort applies the Rollout again, with the image of before: that is seen in the Rollout itself. */
function countWrites(effects: readonly Effect[], { id, image }: Run): Pick<Traces, 'applied' | 'patched'> {
  const good = effects.filter(({ where, status }) => where === 'cluster' && status < 300).map(({ what }) => what);
  const applied: Record<string, number> = {};
  for (const what of good) {
    if (!what.includes('force=true') || what.includes('dryRun=') || !what.includes(id)) continue;
    const body: unknown = JSON.parse(what.slice(what.indexOf('{')));
    const kind = textAt(body, 'kind') ?? '';
    if (kind !== 'Rollout' || what.includes(image)) applied[kind] = (applied[kind] ?? 0) + 1;
  }
  return { applied, patched: good.filter((what) => /^PATCH \S+\/status\?/.test(what)).length };
}

function configMap(name: string, data: Readonly<Record<string, string>>): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data }) + '\n';
}
