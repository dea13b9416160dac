/**
 * Values of a series, one a minute, in promtool's notation: `1+0x60` is 61 times 1, `_x9` nine minutes without a value,
 * `stale` the end of a series.
 */
export type Series = Readonly<Record<string, string>>;

export const minutes = 60;

const durations = 'gennaker_http_request_duration_seconds';
const starts = 'listener="orca",route="/v1/deployments",status="202",instance="one"';
const polls = 'listener="orca",route="/v1/deployments/:id/status",status="200",instance="one"';
const hour = (values: string): string => `${values}x${minutes}`;
/** A watch begins anew with a list after five minutes, and in between nobody has to ask a cluster anything. */
const everyFiveMinutes = Array.from({ length: minutes + 1 }, (_, minute) => Math.floor(minute / 5)).join(' ');

/** Two replicas, three open deployments, and the small troubles of every day, none of which is worth an alert. */
export const quietHour: Series = {
  'up{job="gennaker",instance="one"}': hour('1+0'),
  'up{job="gennaker",instance="two"}': hour('1+0'),
  'gennaker_deployments_held{instance="one"}': hour('3+0'),
  'gennaker_deployments_held{instance="two"}': hour('0+0'),
  'gennaker_deployments_held_up{account="prod",instance="one"}': '_x31 1 1 1 stale',
  'gennaker_watches{account="prod",state="open",instance="one"}': '1+0x30 stale 1+0x28',
  'gennaker_watches{account="prod",state="broken",instance="one"}': '_x31 1 stale',
  'gennaker_cluster_calls_total{account="prod",verb="list",outcome="ok",instance="one"}': everyFiveMinutes,
  'gennaker_cluster_calls_total{account="prod",verb="watch",outcome="ok",instance="one"}': everyFiveMinutes,
  'gennaker_cluster_calls_total{account="prod",verb="watch",outcome="ClusterUnreachable",instance="one"}':
    '_x30 1+0x29',
  // A right that was granted before this hour.
  'gennaker_cluster_calls_total{account="prod",verb="apply",outcome="ClusterForbidden",instance="one"}': hour('3+0'),
  'gennaker_retries_total{work="deployment",reason="ClusterConflict",instance="one"}': '0+1x60',
  'gennaker_retries_total{work="leases",reason="StoreUnavailable",instance="one"}': '_x30 1+0x29',
  'gennaker_retries_total{work="status lines",reason="StoreUnavailable",instance="one"}': '_x30 2+0x29',
  'gennaker_spinnaker_calls_total{service="orca",outcome="200",instance="one"}': hour('0+2'),
  'gennaker_spinnaker_calls_total{service="orca",outcome="404",instance="one"}': hour('0+1'),
  'gennaker_spinnaker_calls_total{service="fiat",outcome="200",instance="one"}': hour('0+2'),
  'gennaker_spinnaker_calls_total{service="fiat",outcome="no-answer",instance="one"}': '0+0x30 1+0x29',
  'gennaker_spinnaker_calls_total{service="echo",outcome="200",instance="one"}': hour('0+1'),
  'gennaker_spinnaker_calls_total{service="echo",outcome="502",instance="one"}': '1+0x30 2+0x29',
  // One was tried again and arrived; two of each kind had failed before this hour.
  'gennaker_approver_calls_total{result="sent",instance="one"}': hour('0+1'),
  'gennaker_approver_calls_total{result="due",instance="one"}': '_x30 1+0x29',
  'gennaker_approver_calls_total{result="overtaken",instance="one"}': '_x30 1+0x29',
  'gennaker_approver_calls_total{result="failed",instance="one"}': hour('2+0'),
  'gennaker_decisions_total{action="approve",result="done",instance="one"}': hour('0+1'),
  'gennaker_decisions_total{action="approve",result="overtaken",instance="one"}': '_x30 1+0x29',
  'gennaker_decisions_total{action="approve",result="failed",instance="one"}': hour('2+0'),
  [`${durations}_count{${polls}}`]: hour('0+12'),
  [`${durations}_count{${starts}}`]: hour('0+4'),
  [`${durations}_bucket{${starts},le="0.5"}`]: hour('0+4'),
  [`${durations}_bucket{${starts},le="5"}`]: hour('0+4'),
  [`${durations}_bucket{${starts},le="+Inf"}`]: hour('0+4'),
  // Orca came back after one 503; a fault and a call without a token were before this hour.
  [`${durations}_count{listener="orca",route="/v1/deployments",status="503",instance="one"}`]: '0+0x30 1+0x29',
  [`${durations}_count{listener="orca",route="/v1/deployments",status="401",instance="one"}`]: hour('2+0'),
  [`${durations}_count{listener="people",route="/v1/plan",status="500",instance="one"}`]: hour('1+0'),
};

/** Where the hour begins, everything is new to Prometheus. */
export const settledAfter = 12;
