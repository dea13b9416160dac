import { parse } from 'yaml';
import { listAt, recordAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { read } from '../architecture/tracked-files.ts';

export interface Alert {
  readonly name: string;
  readonly query: string;
  readonly severity: string;
  readonly waits: string;
  readonly summary: string;
  readonly runbook: string;
}

export const alertsFile = 'deploy/monitoring/alerts.yaml';

export function readAlerts(): readonly Alert[] {
  const file: unknown = parse(read(alertsFile));
  return listAt(file, 'groups')
    .flatMap((group) => listAt(group, 'rules'))
    .map((rule) => ({
      name: textAt(rule, 'alert') ?? '',
      query: textAt(rule, 'expr') ?? '',
      severity: textAt(rule, 'labels', 'severity') ?? '',
      waits: textAt(recordAt(rule), 'for') ?? '',
      summary: textAt(rule, 'annotations', 'summary') ?? '',
      runbook: textAt(rule, 'annotations', 'runbook') ?? '',
    }));
}
