import type { HttpAnswer, Look } from '../doctor/look.ts';
import { textAt } from '../deployment/kubernetes-object.ts';
import { NoAnswer } from './errors.ts';
import { serviceClient } from './service-client.ts';

export interface LookingAt {
  /** Undefined: nobody is asked. */
  readonly url: string | undefined;
  /** A sentence for that case. */
  readonly otherwise: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Shorter than a check may take, so that who does not answer is told as such. */
const timeoutMilliseconds = 4_000;

/** Asks once, follows nothing, and tells of a failure no more than its code: addresses may hold what must not be shown. */
export async function lookAt({ url, otherwise, path, headers = {} }: LookingAt): Promise<Look<HttpAnswer>> {
  if (url === undefined) return { kind: 'unasked', why: otherwise };
  try {
    return { kind: 'seen', seen: await serviceClient({ url, timeoutMilliseconds }).get(path, headers) };
  } catch (error) {
    return { kind: 'unanswered', why: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof NoAnswer)) return 'the call could not be made';
  const code = textAt(error.cause, 'code');
  return code ?? `no answer came within ${timeoutMilliseconds / 1000} s`;
}
