import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityCookieName } from './gate/identity.ts';
import { openSealedStore } from '../postgres/empty-store.ts';
import { startPlayground } from './playground.ts';
import type { Playground, PlaygroundOptions } from './playground.ts';

export interface PlainPlayground {
  readonly playground: Playground;
  /** The parsed answer of its Gate to somebody; `call` is like `GET /tasks/1`. Undefined of an empty one. */
  ask(user: string, call: string, body?: unknown): Promise<unknown>;
  close(): Promise<void>;
}

/** On a simulated cluster, with a plugin in Deck that does nothing: for what Gate and those behind it do. */
export async function startPlainPlayground({ log }: Pick<PlaygroundOptions, 'log'> = {}): Promise<PlainPlayground> {
  const folder = mkdtempSync(join(tmpdir(), 'gennaker-plain-'));
  const pluginFile = join(folder, 'index.js');
  writeFileSync(pluginFile, 'export const plugin = {};\n');
  const playground = await startPlayground({
    openStore: openSealedStore,
    cluster: { kind: 'simulated', readyAfter: 20 },
    pluginFile,
    ...(log === undefined ? {} : { log }),
  });
  return {
    playground,
    async ask(user, call, body) {
      const [method = '', path = ''] = call.split(' ');
      const answer = await fetch(`${playground.url}/gate${path}`, {
        method,
        headers: { cookie: `${identityCookieName}=${user}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return text === '' ? undefined : JSON.parse(text);
    },
    async close() {
      await playground.close();
      rmSync(folder, { recursive: true });
    },
  };
}
