import { stepLabel } from '../../backend-stub/contract/steps.ts';
import type { JsonObject } from '../orca/json.ts';
import { account } from '../stage/world.ts';
import type { World } from '../stage/world.ts';
import { approval, waitsForApproval, weight } from '../stage/pipeline.ts';
import { question } from './keyboard.ts';
import type { Answer, Audience } from './keyboard.ts';
import type { Narrator } from './narrator.ts';
import { frontend, versions } from './podinfo.ts';
import { Story } from './story.ts';
import { settledPods } from './witness.ts';

export interface Stage {
  readonly world: World;
  readonly narrator: Narrator;
  readonly audience: Audience;
  /** Podinfo's frontend in a version; the demonstration's own changes are in it. */
  readonly manifest?: (version: string) => string;
}

export const steps: readonly JsonObject[] = [
  weight(25),
  approval,
  weight(50),
  { pause: { duration: 5, unit: 'seconds' } },
];

/** The whole story. False when the audience left before its end. */
export async function demonstrate(stage: Stage): Promise<boolean> {
  await firstDeployment(stage);
  const answer = await canaryWithApproval(stage);
  if (answer === 'quit') return false;
  await badImage(stage, answer === 'approve' ? versions.next : versions.first);
  return true;
}

async function firstDeployment({ world, narrator, manifest = frontend }: Stage): Promise<void> {
  narrator.heading(`1. First deployment: podinfo ${versions.first}`);
  const story = await Story.begin(world, narrator, { manifest: manifest(versions.first), steps });
  const { objects } = await story.until('it was done', ({ outcome }) => outcome === 'succeeded');
  const kinds = objects.map(({ kind, name }) => `${kind} ${name}`).join(', ');
  narrator.say(`Applied to ${account}: ${kinds}. Without an earlier version there were no steps to take.`);
  await story.end();
}

async function canaryWithApproval({ world, narrator, audience, manifest = frontend }: Stage): Promise<Answer> {
  narrator.heading(`2. A canary with an approval: podinfo ${versions.next}`);
  const story = await Story.begin(world, narrator, { manifest: manifest(versions.next), steps });
  const begun = await story.look();
  narrator.say(`Steps: ${[...begun.steps.map(stepLabel), '100 %'].join(', ')}.`);
  const waiting = await story.until('the approval', waitsForApproval);
  narrator.ask(question);
  const { answer, note } = await audience.answer();
  narrator.answer(note);
  if (answer === 'quit') return answer;
  if (answer === 'approve') await story.decide('approve', waiting, 'looks good');
  else await story.decide('abort', waiting, 'not this one');
  await story.end();
  await witness({ world, narrator });
  return answer;
}

async function badImage({ world, narrator, manifest = frontend }: Stage, stable: string): Promise<void> {
  narrator.heading(`3. A bad image: podinfo ${versions.bad}`);
  const story = await Story.begin(world, narrator, { manifest: manifest(versions.bad), steps });
  const stalled = await story.until('it stalled', ({ phase }) => phase === 'stalled');
  narrator.say(`The other pods still run ${stable}. The stage has onStall "wait", so a person decides.`);
  await story.decide('abort', stalled, 'bad image');
  await story.end();
  await witness({ world, narrator });
}

/** What is true is asked of the cluster, not of the service. */
async function witness({ world, narrator }: Pick<Stage, 'world' | 'narrator'>): Promise<void> {
  narrator.say(`The cluster itself: ${await settledPods(world, 'frontend')}`);
}
