import { defined } from '../../backend-stub/contract/defined.ts';
import { actions } from '../../backend-stub/contract/decision.ts';
import { giveBackStates } from '../../backend-stub/contract/give-back.ts';
import type { GiveBackReport } from '../../backend-stub/contract/give-back.ts';
import { podStates } from '../../backend-stub/contract/details.ts';
import type {
  ActionPermission,
  DeploymentDetails,
  LiveRollout,
  PodReport,
  VersionReport,
  Viewer,
} from '../../backend-stub/contract/details.ts';
import type { Part } from './part.ts';
import { readReport } from './read-report.ts';

/** Without `viewer` nothing is called denied: the service judges every decision anyway. */
export function readDetails(part: Part): DeploymentDetails {
  return {
    ...readReport(part),
    viewer: part.has('viewer') ? readViewer(part.part('viewer')) : { user: '', may: [], mayGiveBack: false },
    live: part.listIfAny('live', readLive),
    giveBacks: part.listIfAny('giveBacks', readGiveBack),
  };
}

function readViewer(part: Part): Viewer {
  return {
    user: part.text('user'),
    ...(part.has('asAdmin') && part.flag('asAdmin') ? { asAdmin: true } : {}),
    ...(part.has('secondsOld') ? { secondsOld: part.number('secondsOld') } : {}),
    may: part.list('may', readPermission).flat(),
    mayGiveBack: part.has('mayGiveBack') && part.flag('mayGiveBack'),
  };
}

export function readGiveBack(part: Part): GiveBackReport {
  return {
    id: part.text('id'),
    by: part.text('by'),
    ...(part.has('asAdmin') && part.flag('asAdmin') ? { asAdmin: true as const } : {}),
    at: part.text('at'),
    state: part.word('state', giveBackStates),
    sentence: part.text('sentence'),
  };
}

function readPermission(part: Part): readonly ActionPermission[] {
  const action = part.wordIfKnown('action', actions);
  if (action === undefined) return [];
  return part.word('kind', ['allowed', 'denied'] as const) === 'allowed'
    ? [{ action, kind: 'allowed' }]
    : [{ action, kind: 'denied', sentence: part.text('sentence') }];
}

function readLive(part: Part): LiveRollout {
  const name = part.text('name');
  if (part.word('kind', ['seen', 'unknown'] as const) === 'unknown')
    return { name, kind: 'unknown', why: part.text('why') };
  return { name, kind: 'seen', ...defined({ stable: versionIn(part, 'stable'), canary: versionIn(part, 'canary') }) };
}

function versionIn(part: Part, key: 'stable' | 'canary'): VersionReport | undefined {
  if (!part.has(key)) return undefined;
  const version = part.part(key);
  return {
    podHash: version.text('podHash'),
    images: version.texts('images'),
    wanted: version.number('wanted'),
    pods: version.list('pods', readPod),
  };
}

/** A state that is not known here is shown in its own word, on a pod that is not called ready. */
function readPod(part: Part): PodReport {
  const state = part.wordIfKnown('state', podStates);
  const trouble = part.textIfAny('trouble') ?? (state === undefined ? part.text('state') : undefined);
  return { name: part.text('name'), state: state ?? 'starting', ...defined({ trouble }) };
}
