import { effectKinds } from '../../backend-stub/contract/creation-overview.ts';
import type {
  ApplicationEffect,
  CreationEffects,
  CreationOverview,
  CreatorsRow,
  RolesByAuthorization,
  RulesFileState,
  RulesSettings,
  RulesWarning,
} from '../../backend-stub/contract/creation-overview.ts';
import { defined } from '../../backend-stub/contract/defined.ts';
import type { Part } from './part.ts';
import { readCreators } from './read-creation.ts';

export function readCreationOverview(part: Part): CreationOverview {
  return {
    table: part.list('table', readRow),
    warnings: part.list('warnings', readWarning),
    effects: readEffects(part.part('effects')),
    block: part.text('block'),
    ...defined({
      file: part.has('file') ? readFile(part.part('file')) : undefined,
      settings: part.has('settings') ? readSettings(part.part('settings')) : undefined,
    }),
  };
}

function readFile(part: Part): RulesFileState {
  return {
    path: part.text('path'),
    isInForce: part.flag('isInForce'),
    problems: part.list('problems', (problem) => ({
      where: problem.text('where'),
      sentence: problem.text('sentence'),
      ...defined({ line: problem.numberIfAny('line'), column: problem.numberIfAny('column') }),
    })),
  };
}

function readSettings(part: Part): RulesSettings {
  return {
    restrictApplicationCreation: part.flag('restrictApplicationCreation'),
    provider: part.word('provider', ['default', 'aggregate'] as const),
    resolutionStrategy: part.word('resolutionStrategy', ['AGGREGATE', 'MOST_SPECIFIC'] as const),
    executeFallback: part.text('executeFallback'),
    adminRoles: part.texts('adminRoles'),
    prefixes: part.number('prefixes'),
  };
}

function readRow(part: Part): CreatorsRow {
  return {
    creators: readCreators(part.part('creators')),
    holders: readHolders(part.part('holders')),
    ...defined({ prefix: part.textIfAny('prefix'), line: part.numberIfAny('line') }),
  };
}

function readHolders(part: Part): RolesByAuthorization {
  return { READ: rolesAt(part, 'READ'), EXECUTE: rolesAt(part, 'EXECUTE'), WRITE: rolesAt(part, 'WRITE') };
}

function rolesAt(part: Part, key: keyof RolesByAuthorization): 'everyone' | readonly string[] {
  return part.wordIfKnown(key, ['everyone'] as const) ?? part.texts(key);
}

function readWarning(part: Part): RulesWarning {
  return {
    sentence: part.text('sentence'),
    ...defined({ prefix: part.textIfAny('prefix'), line: part.numberIfAny('line') }),
  };
}

function readEffects(part: Part): CreationEffects {
  const kind = part.word('kind', ['unknown', 'known'] as const);
  if (kind === 'unknown') return { kind, why: part.text('why') };
  const counts = part.part('counts');
  return {
    kind,
    isSoAlready: part.flag('isSoAlready'),
    counts: {
      hidden: counts.number('hidden'),
      closed: counts.number('closed'),
      narrowed: counts.number('narrowed'),
      widened: counts.number('widened'),
      same: counts.number('same'),
    },
    changed: part.list('changed', readEffect),
  };
}

function readEffect(part: Part): ApplicationEffect {
  return {
    name: part.text('name'),
    kind: part.word('kind', changes),
    prefixes: part.texts('prefixes'),
    holders: readHolders(part.part('holders')),
  };
}

const changes = effectKinds.filter((kind): kind is ApplicationEffect['kind'] => kind !== 'same');
