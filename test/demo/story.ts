import { setTimeout as pause } from 'node:timers/promises';
import type { Action } from '../../backend-stub/contract/decision.ts';
import type { DeploymentReport } from '../../backend-stub/contract/report.ts';
import type { JsonObject } from '../orca/json.ts';
import { alice } from '../stage/people.ts';
import { seenIn } from '../stage/people-client.ts';
import { deploymentOf, endOf, run } from '../stage/pipeline.ts';
import type { Running } from '../stage/pipeline.ts';
import type { World } from '../stage/world.ts';
import { deploymentLine } from './lines.ts';
import type { Narrator } from './narrator.ts';

/** The story took another turn than the one it tells. */
export class StoryFailed extends Error {
  override name = 'StoryFailed' as const;
}

const orcaWords: Readonly<Record<string, string>> = {
  SUCCEEDED: 'SUCCEEDED',
  TERMINAL: 'TERMINAL, its word for failed',
};

const lookMilliseconds = 150;
const patienceSeconds = 120;

/** One deployment, as alice sees it: started in Orca, watched and decided through the listener for people. */
export class Story {
  readonly #world: World;
  readonly #narrator: Narrator;
  readonly #running: Running;
  readonly #id: string;
  #told = '';

  static async begin(
    world: World,
    narrator: Narrator,
    parts: { manifest: string; steps: readonly JsonObject[] },
  ): Promise<Story> {
    const running = run(world, parts);
    narrator.say(`${alice} starts pipeline "deploy shop" of application shop in Orca.`);
    return new Story(world, narrator, { running, id: await deploymentOf(world, running) });
  }

  private constructor(world: World, narrator: Narrator, { running, id }: { running: Running; id: string }) {
    this.#world = world;
    this.#narrator = narrator;
    this.#running = running;
    this.#id = id;
  }

  /** Tells every change until the deployment is as wanted. Throws `StoryFailed` when it ends otherwise, or takes too long. */
  async until(wanted: string, is: (deployment: DeploymentReport) => boolean): Promise<DeploymentReport> {
    const deadline = Date.now() + patienceSeconds * 1000;
    for (;;) {
      const deployment = await this.look();
      this.#tell(deployment);
      if (is(deployment)) return deployment;
      if (deployment.phase === 'ended') throw new StoryFailed(`it ended before ${wanted}: ${deployment.summary}`);
      if (Date.now() > deadline)
        throw new StoryFailed(`${patienceSeconds} s were not enough until ${wanted}: ${deployment.summary}`);
      await pause(lookMilliseconds);
    }
  }

  async look(): Promise<DeploymentReport> {
    const { status, body } = await this.#world.as(alice).get<DeploymentReport>(`/v1/deployments/${this.#id}`);
    if (status !== 200) throw new StoryFailed(`${alice} may not see the deployment: ${body.message ?? status}`);
    return body;
  }

  /** Decides on what was seen, as a person who looks and then clicks. */
  async decide(action: Action, seen: DeploymentReport, comment: string): Promise<void> {
    const { status, body } = await this.#world.as(alice).decideOn(this.#id, action, seenIn(seen), comment);
    if (status !== 200) throw new StoryFailed(`the decision was refused: ${body.message ?? status}`);
    this.#narrator.say(`${alice} decides: ${action}, "${comment}". ${body.result ?? ''}`.trim());
  }

  /** Waits until Orca has heard of the end, and tells what it made of it. */
  async end(): Promise<void> {
    await this.until('its end', ({ phase }) => phase === 'ended');
    const { status } = await endOf(this.#world, this.#running);
    this.#narrator.say(`Orca ends the pipeline: ${orcaWords[status] ?? status}.`);
  }

  #tell(deployment: DeploymentReport): void {
    const line = deploymentLine(deployment);
    const text = `${line.standing} ${line.sentence}`;
    if (text === this.#told) return;
    this.#told = text;
    this.#narrator.show(line);
  }
}
