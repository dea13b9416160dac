/**
 * Routes behind the "#", which both generations of Deck have. Deck's router would say the same and is reached by another
 * name in each.
 */

/** As `audit-page.tsx` registers it; a key without a value is left out. */
export function auditLink(application: string, filters: Readonly<Record<string, string | undefined>> = {}): string {
  const query = Object.entries(filters).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${encodeURIComponent(value)}`],
  );
  return `#/applications/${encodeURIComponent(application)}/audit${query.length === 0 ? '' : `?${query.join('&')}`}`;
}

/** As `pipeline-permissions-page.tsx` registers it, opened to one pipeline. */
export function pipelinePermissionsLink(application: string, pipeline: string): string {
  return `#/applications/${encodeURIComponent(application)}/pipeline-permissions?pipeline=${encodeURIComponent(pipeline)}`;
}

export interface ShownExecution {
  readonly application: string;
  readonly execution: string;
  /** Opened to this stage; to the first one otherwise. */
  readonly stage?: string;
}

/** As Deck's own mails lead there (Echo, templates/manualJudgment); Deck finds the place of the stage by its id. */
export function executionLink({ application, execution, stage }: ShownExecution): string {
  const path = [application, 'executions', 'details', execution].map(encodeURIComponent).join('/');
  return `#/applications/${path}${stage === undefined ? '' : `?stageId=${encodeURIComponent(stage)}`}`;
}
