import { listAt, numberAt, recordAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { read } from '../architecture/tracked-files.ts';

export interface Panel {
  readonly title: string;
  readonly type: string;
  readonly description: string;
  readonly unit: string;
  /** Of the panel itself and of each of its queries. */
  readonly sources: readonly string[];
  readonly queries: readonly { readonly query: string; readonly legend: string }[];
  /** In the grid of 24 columns. */
  readonly place: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

export interface Variable {
  readonly name: string;
  readonly query: string;
  readonly source: string;
}

export interface Dashboard {
  readonly panels: readonly Panel[];
  readonly rows: readonly string[];
  readonly variables: readonly Variable[];
}

export function readDashboard(): Dashboard {
  const file: unknown = JSON.parse(read('deploy/monitoring/dashboard.json'));
  const all = listAt(file, 'panels').map(panelOf);
  return {
    panels: all.filter(({ type }) => type !== 'row'),
    rows: all.filter(({ type }) => type === 'row').map(({ title }) => title),
    variables: listAt(file, 'templating', 'list').map((variable) => ({
      name: textAt(variable, 'name') ?? '',
      query: textAt(variable, 'definition') ?? '',
      source: textAt(variable, 'datasource', 'uid') ?? '',
    })),
  };
}

function panelOf(panel: unknown): Panel {
  const targets = listAt(panel, 'targets');
  const number = (key: string): number => numberAt(panel, 'gridPos', key) ?? 0;
  return {
    title: textAt(panel, 'title') ?? '',
    type: textAt(panel, 'type') ?? '',
    description: textAt(panel, 'description') ?? '',
    unit: textAt(panel, 'fieldConfig', 'defaults', 'unit') ?? '',
    sources: [panel, ...targets].map((part) => textAt(recordAt(part, 'datasource'), 'uid') ?? ''),
    queries: targets.map((target) => ({
      query: textAt(target, 'expr') ?? '',
      legend: textAt(target, 'legendFormat') ?? '',
    })),
    place: { x: number('x'), y: number('y'), width: number('w'), height: number('h') },
  };
}
