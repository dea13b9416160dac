import { stepLimit } from './deployment.ts';
import { holdsExpression } from './expressions.ts';
import {
  complain,
  describe,
  inside,
  isFields,
  notBuilt,
  readFields,
  readFlag,
  readList,
  readText,
  suggestion,
  unknownKey,
} from './reading.ts';
import type { Field, Fields } from './reading.ts';
import { durationUnits, seconds } from './steps.ts';
import type { CanaryStep, Duration } from './steps.ts';

/** 30 days: a rollout that stands longer than that is forgotten, not paused. */
export const longestPauseSeconds = 30 * 24 * 3600;

const builtKinds = ['setWeight', 'pause'] as const;
const plannedKinds = ['analysis'] as const;

/**
 * The steps of a canary. An empty list is allowed: it is a plain rolling update, watched and awaited by the stage, and
 * the honest way to write "straight to 100 %".
 */
export function parseSteps(field: Field): readonly CanaryStep[] {
  const items = readList(field);
  if (items === undefined) return [];
  if (items.length > stepLimit)
    complain(field, `There are ${items.length} steps; a canary has at most ${stepLimit} of them.`);
  const steps: CanaryStep[] = [];
  let weight = -1;
  for (const item of items.slice(0, stepLimit)) {
    const step = parseStep(item);
    if (step === undefined) continue;
    if ('setWeight' in step) weight = risen({ item, before: weight, weight: step.setWeight.weight });
    steps.push(step);
  }
  return steps;
}

/** Falling or standing still takes pods away from the new version or does nothing: neither is what a canary means. */
function risen({ item, before, weight }: { item: Field; before: number; weight: number }): number {
  if (weight > before) return weight;
  const field = { ...item, path: `${item.path}.setWeight.weight` };
  complain(field, `${weight} must be more than ${before}, the weight before it: weights only rise.`);
  return before;
}

function parseStep(field: Field): CanaryStep | undefined {
  const { value } = field;
  if (!isFields(value)) return complain(field, `A step must be an object, not ${describe(value)}.`);
  const kinds = Object.keys(value);
  const [kind] = kinds;
  if (kind === undefined) return complain(field, `A step must say what it does: ${builtKinds.join(' or ')}.`);
  if (kinds.length > 1)
    return complain(field, `A step does one thing, this has ${kinds.length} keys; write one step for each.`);
  return parseKind(inside(field, value, kind), kind);
}

function parseKind(field: Field, kind: string): CanaryStep | undefined {
  if (kind === 'setWeight') return parseSetWeight(field);
  if (kind === 'pause') return parsePause(field);
  if (plannedKinds.some((planned) => planned === kind)) return notBuilt(field, `A step "${kind}"`);
  return complain(field, unknownKey(kind, [...builtKinds, ...plannedKinds]));
}

function parseSetWeight(field: Field): CanaryStep | undefined {
  const fields = readFields(field, { built: ['weight'] });
  if (fields === undefined) return undefined;
  const { weight } = fields;
  if (typeof weight === 'number' && Number.isInteger(weight) && weight >= 0 && weight <= 100) {
    return { setWeight: { weight } };
  }
  return complain(
    inside(field, fields, 'weight'),
    `A weight is a whole number from 0 to 100, not ${describe(weight)}.`,
  );
}

function parsePause(field: Field): CanaryStep | undefined {
  const fields = readFields(field, {
    built: ['untilApproved', 'requiresRoles', 'notRequester', 'duration', 'unit'],
    planned: ['approvalExpiration'],
  });
  if (fields === undefined) return undefined;
  if (fields['untilApproved'] === undefined) return parseTimedPause(field, fields);
  return parseApproval(field, fields);
}

function parseApproval(field: Field, fields: Fields): CanaryStep | undefined {
  if (fields['untilApproved'] !== true) {
    const found = describe(fields['untilApproved']);
    return complain(inside(field, fields, 'untilApproved'), `This is true or is left out, not ${found}.`);
  }
  if (fields['duration'] !== undefined || fields['unit'] !== undefined)
    return complain(field, 'A pause lasts untilApproved or for a duration, not both; remove one of them.');
  const notRequester = readFlag(inside(field, fields, 'notRequester'));
  const excluding = notRequester === true ? { notRequester } : {};
  if (fields['requiresRoles'] === undefined) return { pause: { untilApproved: true, ...excluding } };
  const roles = readRoles(inside(field, fields, 'requiresRoles'));
  return roles === undefined ? undefined : { pause: { untilApproved: true, requiresRoles: roles, ...excluding } };
}

/** Kept as Fiat compares them: trimmed and lower-cased, each once. */
function readRoles(field: Field): readonly string[] | undefined {
  const items = readList(field);
  if (items === undefined) return undefined;
  if (items.length === 0)
    return complain(field, 'Name at least one role, or leave requiresRoles out: then whoever may deploy may approve.');
  const roles = items.map(readRole).filter((role) => role !== undefined);
  return roles.length === items.length ? [...new Set(roles)] : undefined;
}

function readRole(field: Field): string | undefined {
  const text = readText(field);
  if (text === undefined) return undefined;
  if (holdsExpression(text)) return complain(field, 'A role must be a plain name, this still holds an expression.');
  return text.trim().toLowerCase();
}

function parseTimedPause(field: Field, fields: Fields): CanaryStep | undefined {
  if (fields['requiresRoles'] !== undefined)
    complain(inside(field, fields, 'requiresRoles'), 'Roles belong to a pause with "untilApproved": true.');
  const notRequester = inside(field, fields, 'notRequester');
  if (readFlag(notRequester) === true) complain(notRequester, 'This belongs to a pause with "untilApproved": true.');
  if (fields['duration'] === undefined && fields['unit'] === undefined)
    return complain(field, 'A pause needs "untilApproved": true, or a "duration" and a "unit".');
  const duration = readDuration(inside(field, fields, 'duration'));
  const unit = readUnit(inside(field, fields, 'unit'));
  if (duration === undefined || unit === undefined) return undefined;
  const pause: Duration = { duration, unit };
  return seconds(pause) <= longestPauseSeconds
    ? { pause }
    : complain(inside(field, fields, 'duration'), `${duration} ${unit} is longer than 30 days, the longest pause.`);
}

function readDuration(field: Field): number | undefined {
  const { value } = field;
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  return complain(field, `A duration is a whole number of 1 or more, not ${describe(value)}.`);
}

function readUnit(field: Field): Duration['unit'] | undefined {
  const found = durationUnits.find((unit) => unit === field.value);
  if (found !== undefined) return found;
  if (typeof field.value !== 'string')
    return complain(field, `A unit is one of ${durationUnits.join(', ')}, not ${describe(field.value)}.`);
  return complain(field, `${describe(field.value)} is no unit; ${suggestion(field.value, durationUnits)}`);
}
