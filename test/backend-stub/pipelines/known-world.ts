import { withFallback } from '../../../backend-stub/contract/application-rules.ts';
import { folded, type Permissions } from '../../../backend-stub/contract/authorization.ts';
import { withoutPrefixes } from '../../../backend-stub/contract/effective-permissions.ts';
import type { Knowledge, Subject } from '../../../backend-stub/pipelines/knowledge.ts';
import type { Pipeline } from '../../../backend-stub/pipelines/pipeline.ts';
import { readPipeline } from '../../../backend-stub/pipelines/read-pipeline.ts';
import type { Cell, PipelineVerdict } from '../../../backend-stub/pipelines/verdict.ts';

export interface KnownWorld {
  readonly applications?: Readonly<Record<string, Permissions>>;
  /** Fiat's configuration is not known, and of the applications only what they name themselves; else there are no prefixes. */
  readonly prefixesAreHidden?: true;
  readonly accounts?: Readonly<Record<string, Permissions>>;
  /** Roles by name; who is not in it is not known. */
  readonly roles?: Readonly<Record<string, readonly string[]>>;
  readonly subjects?: Readonly<Record<string, Subject>>;
  readonly pipelines?: readonly Pipeline[];
}

export function knowing(world: KnownWorld): Knowledge {
  const [applications, accounts] = [byName(world.applications), byName(world.accounts)];
  const roles = byName({ anonymous: [], ...world.roles });
  const subjects = byName(world.subjects);
  return {
    application(name) {
      const permissions = applications.get(folded(name));
      if (permissions === undefined) return undefined;
      return world.prefixesAreHidden === true
        ? { permissions, isWhole: false }
        : { permissions: withFallback(withoutPrefixes, permissions), isWhole: true };
    },
    account: (name) => accounts.get(folded(name)),
    pipeline: (id) => world.pipelines?.find((one) => one.id === id),
    subject(name) {
      const held = roles.get(folded(name));
      const otherwise: Subject =
        held === undefined ? { kind: 'unknown', why: `${name} is not known` } : { kind: 'roles', roles: held };
      return subjects.get(folded(name)) ?? otherwise;
    },
  };
}

/** As somebody wrote it, with what every pipeline has. */
export function pipelineOf(json: Readonly<Record<string, unknown>>): Pipeline {
  const pipeline = readPipeline({ id: 'p1', name: 'deploy', application: 'shop', ...json });
  if (pipeline === undefined) throw new Error('This is no pipeline.');
  return pipeline;
}

export function cellsOf({ runs }: PipelineVerdict): readonly Cell[] {
  return runs.flatMap(({ triggers, stages }) => [
    ...triggers.flatMap(({ start }) => start ?? []),
    ...stages.flatMap(({ cells }) => cells),
  ]);
}

function byName<Value>(values: Readonly<Record<string, Value>> = {}): ReadonlyMap<string, Value> {
  return new Map(Object.entries(values).map(([name, value]) => [folded(name), value]));
}
