import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { root } from '../architecture/tracked-files.ts';
import { alertsFile } from './alerts.ts';
import { promtool } from './promtool.ts';
import type { Verdict } from './promtool.ts';
import { minutes, quietHour, settledAfter } from './quiet-hour.ts';
import type { Series } from './quiet-hour.ts';
import type { Trouble } from './troubles.ts';

/** In no minute of the quiet hour does any alert fire. */
export function testQuietHour(): Verdict {
  const times = Array.from({ length: minutes - settledAfter }, (_, index) => index + settledAfter);
  return testRules(quietHour, {
    promql_expr_test: times.map((minute) => ({ expr: firing, eval_time: `${minute}m`, exp_samples: [] })),
  });
}

/** Nothing fires a minute before it is due, and then this alert alone, with all that it says, until it is over. */
export function testTrouble({ alert, series, firesAt, overAt, severity, labels, summary }: Trouble): Verdict {
  const told = { severity, ...labels };
  const fires = { alertname: alert, alertstate: 'firing', ...told };
  const sample = {
    labels: `ALERTS{${Object.entries(fires)
      .map(([name, value]) => `${name}="${value}"`)
      .join(',')}}`,
    value: 1,
  };
  const runbook = `docs/runbooks.md#${alert.toLowerCase()}`;
  return testRules(
    { ...quietHour, ...series },
    {
      promql_expr_test: [
        { expr: firing, eval_time: `${firesAt - 1}m`, exp_samples: [] },
        { expr: firing, eval_time: `${firesAt}m`, exp_samples: [sample] },
        ...(overAt === undefined ? [] : [{ expr: firing, eval_time: `${overAt}m`, exp_samples: [] }]),
      ],
      alert_rule_test: [
        {
          alertname: alert,
          eval_time: `${firesAt}m`,
          exp_alerts: [{ exp_labels: told, exp_annotations: { summary, runbook } }],
        },
      ],
    },
  );
}

const firing = 'ALERTS{alertstate="firing"}';

function testRules(series: Series, expected: object): Verdict {
  const folder = mkdtempSync(join(tmpdir(), 'gennaker-rules-'));
  const file = join(folder, 'test.yaml');
  const input_series = Object.entries(series).map(([name, values]) => ({ series: name, values }));
  writeFileSync(
    file,
    stringify({
      rule_files: [join(root, alertsFile)],
      evaluation_interval: '1m',
      tests: [{ interval: '1m', input_series, ...expected }],
    }),
  );
  try {
    return promtool(['test', 'rules', file]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
