import { BareServiceProcess } from './bare-service-process.ts';
import type { BareServiceStart } from './bare-service-process.ts';
import { OrcaPolls } from './orca-polls.ts';
import { metered } from './processor-seconds.ts';
import type { Measured } from './processor-seconds.ts';
import { RolloutFeed } from './rollout-feed.ts';
import { succeeded } from './round.ts';
import { roundOf } from './service-round.ts';
import type { End, ServiceRoundOptions } from './service-round.ts';

/** The fleet through the bare service, driven as through Gennaker. */
export class BareRounds {
  readonly #ground: BareServiceStart['ground'];
  readonly #process: BareServiceProcess;
  readonly #options: ServiceRoundOptions;

  private constructor({ ground }: BareServiceStart, process: BareServiceProcess, feed: RolloutFeed) {
    this.#ground = ground;
    this.#process = process;
    const { url } = process;
    const polls = new OrcaPolls(url, ground.token);
    const endOf = async (id: string): Promise<End> => endedBy(await process.endedAt(id));
    this.#options = { ground, service: { url, peopleUrl: url }, polls, feed, endOf };
  }

  static async start(options: BareServiceStart): Promise<BareRounds> {
    const process = await BareServiceProcess.start(options);
    const feed = await RolloutFeed.start(options.ground.cluster.api('driver'), options.namespace);
    return new BareRounds(options, process, feed);
  }

  round(version: number): Promise<Measured> {
    return metered(this.#ground, this.#process, () => roundOf(this.#options, version));
  }

  async stop(): Promise<void> {
    this.#options.feed.stop();
    this.#options.polls.close();
    await this.#process.stop();
  }
}

function endedBy(endedAt: Date | undefined): End {
  return endedAt === undefined ? {} : { outcome: succeeded, endedAt };
}
