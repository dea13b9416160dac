import type { Execution, ExecutionStage } from '../deployment/execution.ts';
import { redirectionOf } from '../deployment/redirection.ts';
import type { Redirection } from '../deployment/redirection.ts';
import type { Services } from './services.ts';

/** Tells operators, each time that it is seen: where `allowedRequests` is not in force, the bearer has gone there and must be changed. */
export function noticeRedirection(
  { log, measures, settings }: Pick<Services, 'log' | 'measures' | 'settings'>,
  { id, application }: Execution,
  stage: ExecutionStage,
): Redirection | undefined {
  const redirection = redirectionOf(stage, settings.publicUrl);
  if (redirection === undefined) return undefined;
  const { key, why } = redirection;
  log.warn({ execution: id, stage: stage.id, application, key, why }, 'a stage sends our credential elsewhere');
  measures.redirected(key);
  return redirection;
}
