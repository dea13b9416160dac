import { textAt } from '../../backend-stub/deployment/kubernetes-object.ts';

/** What an administrator does to etcd with etcdctl, by its JSON gateway (etcd 3.6, "gRPC gateway"). */
export class Etcd {
  readonly #url: string;

  constructor(port: number) {
    this.#url = `http://127.0.0.1:${port}/v3`;
  }

  /** Forgets all that was before now: a watch can not go on from there any more. */
  async compact(): Promise<void> {
    const { header } = await this.#post('/kv/range', { key: btoa('/'), limit: 1 });
    await this.#post('/kv/compaction', { revision: textAt(header, 'revision'), physical: true });
  }

  /** After a quota that was exceeded: what was forgotten gives its space back, and writing is allowed again. */
  async regainSpace(): Promise<void> {
    await this.compact();
    await this.#post('/maintenance/defragment', {});
    const { alarms } = await this.#post('/maintenance/alarm', { action: 'GET' });
    for (const alarm of Array.isArray(alarms) ? alarms : [])
      await this.#post('/maintenance/alarm', {
        action: 'DEACTIVATE',
        memberID: textAt(alarm, 'memberID'),
        alarm: textAt(alarm, 'alarm'),
      });
  }

  async #post(path: string, body: object): Promise<{ readonly header?: unknown; readonly alarms?: unknown }> {
    const response = await fetch(`${this.#url}${path}`, { method: 'POST', body: JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`etcd answered ${response.status} to ${path}: ${text}`);
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null ? answer : {};
  }
}
