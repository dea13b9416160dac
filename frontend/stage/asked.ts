import { ServiceRefused, ServiceUnavailable, SessionEnded, UnreadableAnswer } from '../service/errors.ts';

/** A question to the service, and what became of it. */
export type Asked<Answer> =
  | { readonly kind: 'asking' }
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly heading: string; readonly sentence: string };

export function failed(error: unknown): Asked<never> {
  return { kind: 'failed', heading: heading(error), sentence: sentence(error) };
}

function heading(error: unknown): string {
  if (error instanceof ServiceRefused) return 'The service refused.';
  if (error instanceof ServiceUnavailable) return 'The service can not be reached.';
  if (error instanceof SessionEnded) return 'Your session has ended.';
  if (error instanceof UnreadableAnswer) return 'The answer of the service can not be read.';
  return 'Something went wrong that should not.';
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : 'Its cause is not known.';
}
