import { isDeepStrictEqual } from 'node:util';
import { recordAt, type KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { kinds } from '../api/kinds.ts';
import { timestamp } from '../clock.ts';
import { controllerName, isControlledBy } from '../controllers/ownership.ts';
import type { ControllerParts } from '../controllers/replica-sets.ts';
import { WorkQueue } from '../controllers/work-queue.ts';
import {
  conditionOf,
  pauseNotes,
  progressing,
  withCondition,
  withoutCondition,
  type NewCondition,
} from './conditions.ts';
import { specProblem } from './invalid-spec.ts';
import { phaseOf } from './phase.ts';
import { asWritten, isSameTemplate, podHashOf } from './pod-hash.ts';
import { reconciled, rescaled, type Look, type Scaling } from './reconciliation.ts';
import { annotations, newReplicaSet, versionOf, withRevision, type Version } from './replica-set.ts';
import { readSpec } from './rollout-spec.ts';
import { readStatus, statusObject, type RolloutStatus } from './rollout-status.ts';

const manager = 'rollouts-controller';
const instanceLabel = 'argo-rollouts.argoproj.io/controller-instance-id';

/** The Argo Rollouts controller, written anew from what v1.10 does and was recorded to write (test/fixtures/rollouts). */
export class RolloutsController {
  readonly #parts: ControllerParts;
  readonly #queue: WorkQueue;
  readonly #due = new Set<string>();

  constructor(parts: ControllerParts) {
    this.#parts = parts;
    this.#queue = new WorkQueue(parts.clock, (key) => this.#sync(key));
    parts.store.onEvent(({ kind, object }) => {
      const { namespace = '', name } = object.metadata;
      if (kind === kinds.rollout) this.#queue.add(`${namespace}/${name}`);
      const owner = kind === kinds.replicaSet ? controllerName(object, 'Rollout') : undefined;
      if (owner !== undefined) this.#queue.add(`${namespace}/${owner}`);
    });
  }

  stop(): void {
    this.#queue.pause();
  }

  start(): void {
    this.#queue.resume();
  }

  /** One look. Each write ends it or is the last of it, since the event of a write leads to the next. */
  #sync(key: string): void {
    const [namespace = '', name = ''] = key.split('/');
    const rollout = this.#parts.store.get(kinds.rollout, name, namespace);
    if (rollout === undefined || rollout.metadata.labels?.[instanceLabel] !== undefined) return;
    const problem = specProblem(rollout);
    if (problem !== undefined) return this.#refuse(rollout, problem);
    const versions = this.#versions(rollout);
    const current = currentOf(rollout, versions);
    if (current === undefined) return this.#createVersion(rollout, versions);
    if (!('replicas' in recordAt(rollout, 'spec'))) {
      this.#updateSpec({ ...rollout, spec: { ...recordAt(rollout, 'spec'), replicas: 1 } });
      return;
    }
    if (this.#notePauses(rollout)) return;
    this.#reconcile(rollout, versions, current);
  }

  #reconcile(rollout: KubernetesObject, versions: readonly Version[], current: Version): void {
    const canary = this.#withRevision(rollout, versions, current);
    const now = this.#withRolloutRevision(rollout, canary);
    const { stableRS } = readStatus(now);
    const stable = [canary, ...versions].find(({ hash }) => stableRS !== '' && hash === stableRS);
    const others = versions.filter(({ name }) => name !== canary.name && name !== stable?.name);
    const look: Look = { rollout: now, canary, stable, others, now: new Date(this.#parts.clock.now()) };
    const { replicas } = readSpec(now);
    const wasScaled = [canary, stable].some(
      (version) => version !== undefined && version.wanted > 0 && version.desired !== replicas,
    );
    const move = wasScaled ? rescaled(look) : reconciled(look);
    for (const scaling of move.scale) this.#scale(scaling, replicas);
    this.#forgetOld(now, others);
    this.#writeStatus(now, move.status);
    if (move.again !== undefined) this.#lookAgain(keyOf(now), move.again);
  }

  /** One timer for each moment: most looks ask for the moment that the look before asked for. */
  #lookAgain(key: string, milliseconds: number): void {
    const due = `${key} ${this.#parts.clock.now() + milliseconds}`;
    if (this.#due.has(due)) return;
    this.#due.add(due);
    this.#parts.clock.after(Math.max(milliseconds, 1), () => {
      this.#due.delete(due);
      this.#queue.add(key);
    });
  }

  #versions({ metadata }: KubernetesObject): readonly Version[] {
    return this.#parts.store
      .list(kinds.replicaSet, metadata.namespace)
      .filter((replicaSet) => isControlledBy(replicaSet, metadata.uid))
      .map(versionOf);
  }

  #createVersion(rollout: KubernetesObject, versions: readonly Version[]): void {
    const hash = podHashOf(rollout);
    const revision = lastRevision(versions) + 1;
    const object = newReplicaSet({ rollout: asWritten(rollout), hash, revision });
    const { metadata } = this.#parts.writer.create(object, { kind: kinds.replicaSet, manager });
    const noted = this.#updateSpec(withAnnotation(rollout, String(revision)));
    const status = readStatus(noted);
    const created = progressing('NewReplicaSetCreated', `Created new replica set "${metadata.name}"`);
    this.#writeStatus(noted, { ...status, conditions: withCondition(status.conditions, created, this.#now()) });
  }

  #withRevision(rollout: KubernetesObject, versions: readonly Version[], current: Version): Version {
    const revision = lastRevision(versions.filter(({ name }) => name !== current.name)) + 1;
    const wanted = withRevision(current.object, rollout, revision);
    if (wanted === current.object) return current;
    return versionOf(
      this.#parts.writer.change(current.object.metadata, () => wanted, { kind: kinds.replicaSet, manager }),
    );
  }

  #withRolloutRevision(rollout: KubernetesObject, { revision }: Version): KubernetesObject {
    const known = rollout.metadata.annotations?.[annotations.revision];
    return known === String(revision) ? rollout : this.#updateSpec(withAnnotation(rollout, String(revision)));
  }

  /** Writes the whole object back, which may change its spec and with it the generation. */
  #updateSpec(rollout: KubernetesObject): KubernetesObject {
    return this.#parts.writer.change(rollout.metadata, () => asWritten(rollout), { kind: kinds.rollout, manager });
  }

  /** Conditions about pauses come first and in a write of their own, which stamps the generation without more looking. */
  #notePauses(rollout: KubernetesObject): boolean {
    const changes = pauseNotes(readStatus(rollout), readSpec(rollout));
    return changes.length > 0 && this.#writeConditions(rollout, changes);
  }

  #refuse(rollout: KubernetesObject, problem: string): void {
    const message = `The Rollout "${rollout.metadata.name}" is invalid: ${problem}`;
    const condition: NewCondition = { type: 'InvalidSpec', status: 'True', reason: 'InvalidSpec', message };
    const status = readStatus(rollout);
    const isOld = conditionOf(status, 'InvalidSpec')?.message !== message;
    const conditions = isOld ? withoutCondition(status.conditions, 'InvalidSpec') : status.conditions;
    this.#writeConditions(rollout, [condition], { ...status, conditions });
  }

  #writeConditions(
    rollout: KubernetesObject,
    changes: readonly NewCondition[],
    before: RolloutStatus = readStatus(rollout),
  ): boolean {
    const conditions = changes.reduce((list, change) => withCondition(list, change, this.#now()), before.conditions);
    const status = { ...before, conditions, observedGeneration: String(rollout.metadata.generation ?? 0) };
    return this.#writeStatus(rollout, { ...status, ...phaseOf(readSpec(rollout), status) });
  }

  /** False when nothing changed. */
  #writeStatus(rollout: KubernetesObject, status: RolloutStatus): boolean {
    const written = statusObject(status);
    if (isDeepStrictEqual(rollout['status'], written)) return false;
    const { name, namespace } = rollout.metadata;
    const writing = { kind: kinds.rollout, manager, subresource: 'status' } as const;
    this.#parts.writer.change({ name, namespace }, (object) => ({ ...object, status: written }), writing);
    return true;
  }

  #scale({ version, replicas }: Scaling, desired: number): void {
    const { name, namespace } = version.object.metadata;
    const change = (object: KubernetesObject): KubernetesObject => ({
      ...object,
      metadata: {
        ...object.metadata,
        annotations: { ...object.metadata.annotations, [annotations.desired]: String(desired) },
      },
      spec: { ...recordAt(object, 'spec'), replicas },
    });
    this.#parts.writer.change({ name, namespace }, change, { kind: kinds.replicaSet, manager });
  }

  #forgetOld(rollout: KubernetesObject, others: readonly Version[]): void {
    const idle = others.filter(({ wanted, pods }) => wanted === 0 && pods === 0);
    const byAge = [...idle].sort((left, right) => left.revision - right.revision);
    const surplus = Math.max(others.length - readSpec(rollout).revisionHistoryLimit, 0);
    for (const { object } of byAge.slice(0, surplus)) this.#parts.writer.remove(kinds.replicaSet, object);
  }

  #now(): string {
    return timestamp(this.#parts.clock);
  }
}

/** A template that was taken from a ReplicaSet has other text, and means the same version. */
function currentOf(rollout: KubernetesObject, versions: readonly Version[]): Version | undefined {
  const hash = podHashOf(rollout);
  return (
    versions.find((version) => version.hash === hash) ?? versions.find(({ object }) => isSameTemplate(rollout, object))
  );
}

function keyOf({ metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function lastRevision(versions: readonly Version[]): number {
  return versions.reduce((most, { revision }) => Math.max(most, revision), 0);
}

function withAnnotation(rollout: KubernetesObject, revision: string): KubernetesObject {
  const { metadata } = rollout;
  return {
    ...rollout,
    metadata: { ...metadata, annotations: { ...metadata.annotations, [annotations.revision]: revision } },
  };
}
