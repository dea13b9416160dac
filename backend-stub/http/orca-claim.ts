import type { IncomingHttpHeaders } from 'node:http';
import { refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import type { Claim } from '../reconcile/read-back.ts';

/** What the headers of plugin.yaml say; every one must be there once. */
export function readClaim(headers: IncomingHttpHeaders, body: unknown): Claim | Refusal {
  const names = [
    'x-spin-execution-id',
    'x-spin-stage-id',
    'x-spin-attempt',
    'x-spin-application',
    'x-spin-run-as',
  ] as const;
  const [executionId = '', stageId = '', attempt = '', application = '', runAs = ''] = names.map((name) =>
    single(headers[name]),
  );
  const values = [executionId, stageId, attempt, application, runAs];
  const missing = names.filter((_name, index) => values[index] === '');
  if (missing.length > 0)
    return refuse('bad-input', {
      what: 'Starting a deployment',
      why: `the call lacks ${missing.join(', ')}`,
      remedy:
        'Only the preconfigured webhook of plugin.yaml can start a deployment; an operator can compare it with Orca',
    });
  return { stage: { executionId, stageId, attempt }, application, runAs, body };
}

function single(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value.trim() : '';
}
