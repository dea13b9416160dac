import { isRecord } from '../deployment/kubernetes-object.ts';

/** What a service said, unread. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly contentType?: string;
}

/** Undefined when it is no JSON. */
export function jsonOf({ text }: Answer): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/**
 * Whether a 404 can be the service's own. Spring answers JSON or nothing at all; a page of HTML is some proxy that does not
 * know where the service is, and says nothing about users or executions.
 */
export function isServiceNotFound(answer: Answer): boolean {
  return answer.status === 404 && (answer.text.trim() === '' || isRecord(jsonOf(answer)));
}
