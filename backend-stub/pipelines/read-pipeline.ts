import { defined } from '../contract/defined.ts';
import { isFields, type Fields } from '../contract/reading.ts';
import type { Pipeline, Trigger } from './pipeline.ts';
import { readStages } from './read-stages.ts';
import { entriesAt, textAt } from './values.ts';

/**
 * A pipeline as Front50 and Gate give it, which anybody may have written by hand. Undefined for what has no id or no application: it is
 * nobody's. A field of another kind than it should be counts as left out, as Orca can do nothing with it either.
 */
export function readPipeline(value: unknown): Pipeline | undefined {
  if (!isFields(value)) return undefined;
  const [id, application] = [textAt(value, 'id'), textAt(value, 'application')];
  if (id === undefined || application === undefined) return undefined;
  let triggers: Pipeline['triggers'] | undefined;
  let stages: Pipeline['stages'] | undefined;
  return {
    id,
    application,
    name: textAt(value, 'name') ?? id,
    disabled: value.disabled === true,
    fromTemplate: value.type === 'templatedPipeline' || isFields(value.template),
    // When somebody looks: they are most of a pipeline, and of thousands few are judged before the first are shown.
    get triggers() {
      return (triggers ??= entriesAt(value, 'triggers').map(readTrigger));
    },
    get stages() {
      return (stages ??= readStages(entriesAt(value, 'stages'), application));
    },
    ...defined({
      roles: rolesIn(value),
      serviceAccount: textAt(value, 'serviceAccount'),
      locked: lockIn(value),
    }),
  };
}

export function readPipelines(values: readonly unknown[]): readonly Pipeline[] {
  return values.flatMap((value) => readPipeline(value) ?? []);
}

function rolesIn({ roles }: Fields): readonly string[] | undefined {
  if (!Array.isArray(roles)) return undefined;
  return roles.filter((role) => typeof role === 'string').filter((role) => /\S/.test(role));
}

function lockIn({ locked }: Fields): Pipeline['locked'] {
  if (!isFields(locked) || locked.ui !== true) return undefined;
  return defined({ reason: textAt(locked, 'description') });
}

function readTrigger(trigger: Fields): Trigger {
  const { runAsUser } = trigger;
  return {
    kind: textAt(trigger, 'type') ?? 'unknown',
    // Deck writes it always; Echo takes one without it for switched off.
    enabled: trigger.enabled === true,
    ...defined({ runAsUser: typeof runAsUser === 'string' ? runAsUser : undefined, on: waitsFor(trigger) }),
  };
}

/** By kind, the fields of a trigger that say what it waits for. */
const telling: readonly (readonly string[])[] = [
  ['cronExpression'],
  ['organization', 'repository', 'tag'],
  ['project', 'slug', 'branch'],
  ['master', 'job'],
  ['pubsubSystem', 'subscriptionName'],
  ['source'],
  ['application', 'pipeline'],
];

function waitsFor(trigger: Fields): string | undefined {
  for (const keys of telling) {
    const words = keys.flatMap((key) => textAt(trigger, key) ?? []);
    if (words.length > 0) return words.join(' ');
  }
  return undefined;
}
