import { authorizations } from '../../backend-stub/contract/authorization.ts';
import type { Permissions } from '../../backend-stub/contract/authorization.ts';
import type { Creators, PermissionRules } from '../../backend-stub/contract/application-rules.ts';
import { creationReasons, creationVerdicts, nameTaken } from '../../backend-stub/contract/creation.ts';
import type {
  CreationAdvice,
  CreationAnswer,
  CreationExplanation,
  CreationReason,
} from '../../backend-stub/contract/creation.ts';
import { defined } from '../../backend-stub/contract/defined.ts';
import type { Part } from './part.ts';

export function readCreation(part: Part): CreationAnswer {
  return {
    name: part.text('name'),
    verdict: part.word('verdict', creationVerdicts),
    sentence: part.text('sentence'),
    taken: part.word('taken', nameTaken),
    knownRoles: part.texts('knownRoles'),
    advice: readAdvice(part.part('advice')),
    ...(part.has('isAdmin') && part.flag('isAdmin') ? { isAdmin: true } : {}),
    ...defined({
      user: part.textIfAny('user'),
      roles: part.has('roles') ? part.texts('roles') : undefined,
      by: part.has('by') ? readReason(part.part('by')) : undefined,
      explained: part.has('explained') ? readExplanation(part.part('explained')) : undefined,
      secondsOld: part.numberIfAny('secondsOld'),
    }),
  };
}

/** A reason that only a newer service knows is none to us: the sentence says it anyway. */
function readReason(part: Part): CreationReason | undefined {
  const kind = part.wordIfKnown('kind', creationReasons);
  if (kind !== 'prefix') return kind === undefined ? undefined : { kind };
  return { kind, prefixes: part.texts('prefixes'), roles: part.texts('roles') };
}

function readExplanation(part: Part): CreationExplanation {
  return {
    rules: readRules(part.part('rules')),
    creators: readCreators(part.part('creators')),
    usable: part.texts('usable'),
  };
}

export function readRules(part: Part): PermissionRules {
  return {
    provider: part.word('provider', ['default', 'aggregate'] as const),
    resolutionStrategy: part.word('resolutionStrategy', ['AGGREGATE', 'MOST_SPECIFIC'] as const),
    executeFallback: part.word('executeFallback', authorizations),
    prefixes: part.list('prefixes', (rule) => ({
      prefix: rule.text('prefix'),
      permissions: readPermissions(rule.part('permissions')),
    })),
  };
}

export function readPermissions(part: Part): Permissions {
  return Object.fromEntries(
    authorizations.flatMap((authorization) =>
      part.has(authorization) ? [[authorization, part.texts(authorization)] as const] : [],
    ),
  );
}

export function readCreators(part: Part): Creators {
  const kind = part.word('kind', ['everyone', 'roles'] as const);
  if (kind === 'roles') return { kind, roles: part.texts('roles') };
  return { kind, because: part.word('because', ['restrictionOff', 'noMatchingPrefix'] as const) };
}

function readAdvice(part: Part): CreationAdvice {
  return {
    lockOut: part.word('lockOut', ['warn', 'forbid'] as const),
    requireWriteRole: part.flag('requireWriteRole'),
  };
}
