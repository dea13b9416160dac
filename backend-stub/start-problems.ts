import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Listener, Listeners } from './config-listeners.ts';
import { textAt } from './deployment/kubernetes-object.ts';

/** Everything at once that keeps the service from starting. The message is one sentence, or a list of them. */
export class CannotStart extends Error {
  override name = 'CannotStart' as const;

  constructor(sentences: readonly string[], options?: ErrorOptions) {
    const [first = '', ...others] = sentences;
    super(
      others.length === 0 ? first : `Gennaker can not start:\n${sentences.map((one) => `  - ${one}`).join('\n')}`,
      options,
    );
  }
}

/** Of a listener whose port can't be had. */
class PortTaken extends Error {
  override name = 'PortTaken' as const;
}

/**
 * Waits for all of them. Throws {@link CannotStart} with the sentence of each that failed, or the error itself where it is the only
 * one: a mistake of ours keeps its stack.
 */
export async function together<Parts extends readonly unknown[]>(parts: {
  readonly [Key in keyof Parts]: Promise<Parts[Key]>;
}): Promise<Parts> {
  const ends = await Promise.allSettled(parts);
  const failures = ends.flatMap((end): readonly unknown[] => (end.status === 'rejected' ? [end.reason] : []));
  if (failures.length === 0) return Promise.all(parts);
  if (failures.length === 1) throw failures[0];
  const sentences = failures.map((failure) => textAt(failure, 'message') ?? 'It failed for an unknown reason.');
  throw new CannotStart([...new Set(sentences)], { cause: failures[0] });
}

/** PostgreSQL's own words for it (SQLSTATE 42501) name a schema or a table, and not what helps. Throws in any case. */
export function withoutRight(error: unknown): never {
  if (textAt(error, 'code') !== '42501') throw error;
  const why = textAt(error, 'message') ?? 'insufficient privilege';
  const sentence = `The database lets its user make no tables (${why}): make this user the owner of the database, and of what is in it.`;
  throw new CannotStart([sentence], { cause: error });
}

/** One for each listener, so that two ports which are taken are told together; each is let go of again. */
export function portsFree(listeners: Listeners): readonly Promise<void>[] {
  const names = ['orca', 'people', 'operations'] as const;
  return names.flatMap((name) => {
    const listener = listeners[name];
    return listener === undefined ? [] : [portFree(name, listener)];
  });
}

async function portFree(name: string, { host, port }: Listener): Promise<void> {
  const server = createServer();
  try {
    server.listen({ host, port });
    await once(server, 'listening');
  } catch (cause) {
    throw new PortTaken(`listeners.${name} can't have ${host}:${port}: ${whyOf(textAt(cause, 'code'))}.`, { cause });
  }
  server.close();
  await once(server, 'close');
}

function whyOf(code: string | undefined): string {
  switch (code) {
    case 'EADDRINUSE':
      return 'another program has that port';
    case 'EACCES':
      return 'ports below 1024 need a right that the service does not have';
    case 'EADDRNOTAVAIL':
      return 'this machine has no such address';
    case undefined:
    default:
      return `the system said ${code ?? 'nothing'}`;
  }
}
