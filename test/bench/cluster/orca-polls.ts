import { Agent, get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';

/** As Orca's monitorWebhook task runs: every second in its first minute, then every 15 seconds. */
const firstMilliseconds = 60_000;
const firstPause = 1000;
const laterPause = 15_000;

/** Asks about deployments as Orca does, until they are over. */
export class OrcaPolls {
  readonly #url: string;
  readonly #token: string;
  readonly #agent = new Agent({ keepAlive: true });
  #count = 0;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  get count(): number {
    return this.#count;
  }

  /** Resolves when the answer is no longer RUNNING. */
  async untilOver(id: string): Promise<void> {
    const started = performance.now();
    while ((await this.#ask(id)) === 'RUNNING')
      await pause(performance.now() - started < firstMilliseconds ? firstPause : laterPause);
  }

  close(): void {
    this.#agent.destroy();
  }

  async #ask(id: string): Promise<string> {
    this.#count += 1;
    const text = await this.#get(`${this.#url}/v1/deployments/${id}/status`);
    return textAt(JSON.parse(text), 'status') ?? text;
  }

  /** Once more where a kept connection was closed just when it was used again, as Orca's client does. */
  #get(url: string, again = true): Promise<string> {
    const headers = { authorization: `Bearer ${this.#token}` };
    return new Promise((resolve, reject) => {
      const asked = get(url, { agent: this.#agent, headers }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (part: string) => (body += part));
        response.on('end', () => resolve(body));
      });
      asked.on('error', (error) => {
        if (again && asked.reusedSocket) this.#get(url, false).then(resolve, reject);
        else reject(error);
      });
    });
  }
}
