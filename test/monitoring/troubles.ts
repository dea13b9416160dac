import { quietHour } from './quiet-hour.ts';
import type { Series } from './quiet-hour.ts';

/** Something goes wrong in a quiet hour after 20 minutes. */
export interface Trouble {
  readonly alert: string;
  readonly title: string;
  /** Laid over the quiet hour. */
  readonly series: Series;
  /** The first minute in which it fires. */
  readonly firesAt: number;
  /** A minute in which it has ended, of what does not go on. */
  readonly overAt?: number;
  readonly severity: 'critical' | 'warning';
  /** Beside its name and severity. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly summary: string;
}

const durations = 'gennaker_http_request_duration_seconds';
/** A counter that rises by 6 a minute from 20 to 30. */
const tenMinutes = '0+0x19 0+6x10 60+0x29';
/** A counter that begins with its first event, and stays there. */
const onceAt20 = '_x20 1+0x40';
/** A counter that has counted before, and counts once more. */
const againAt20 = '3+0x19 4+0x40';

/** What follows series of the quiet hour, by the words that stand in their names. */
function during(words: string, values: string): Series {
  const found = Object.keys(quietHour).filter((series) => series.includes(words));
  return Object.fromEntries(found.map((series) => [series, values]));
}

export const troubles: readonly Trouble[] = [
  {
    alert: 'GennakerDown',
    title: 'no replica answers',
    series: during('up{', '1+0x19 0+0x40'),
    firesAt: 21,
    severity: 'critical',
    summary: 'No replica of Gennaker answers, and Orca ends each stage whose poll is refused.',
  },
  {
    alert: 'GennakerDown',
    title: 'Prometheus does not even know of a replica',
    series: during('up{', '1+0x19 stale'),
    firesAt: 21,
    severity: 'critical',
    summary: 'No replica of Gennaker answers, and Orca ends each stage whose poll is refused.',
  },
  {
    alert: 'GennakerSingleReplica',
    title: 'one of two replicas is gone',
    series: during('up{job="gennaker",instance="two"}', '1+0x19 0+0x40'),
    firesAt: 25,
    severity: 'warning',
    summary: 'Only one replica of Gennaker answers, and when it ends, so does every running stage.',
  },
  {
    alert: 'GennakerTurnsOrcaAway',
    title: 'each POST of Orca gets a 503, every 10 s',
    series: during('status="503"', tenMinutes),
    firesAt: 22,
    overAt: 35,
    severity: 'critical',
    summary: "Gennaker tells Orca to come again, and a stage that can't start within 5 minutes fails.",
  },
  {
    alert: 'GennakerRefusesOrca',
    title: 'one call without a token that is known',
    series: { [`${durations}_count{listener="orca",route="/v1/deployments",status="401",instance="two"}`]: onceAt20 },
    firesAt: 21,
    overAt: 33,
    severity: 'critical',
    summary: 'Somebody called as Orca without a token that Gennaker takes; if it is Orca, each of its stages fails.',
  },
  {
    alert: 'GennakerRefusesOrca',
    title: 'one more call without a token',
    series: during('status="401"', againAt20),
    firesAt: 21,
    severity: 'critical',
    summary: 'Somebody called as Orca without a token that Gennaker takes; if it is Orca, each of its stages fails.',
  },
  {
    alert: 'GennakerCredentialRedirected',
    title: 'a stage was seen that asks elsewhere',
    series: { 'gennaker_redirected_credentials_total{key="statusEndpoint",instance="two"}': onceAt20 },
    firesAt: 21,
    overAt: 33,
    severity: 'critical',
    labels: { key: 'statusEndpoint' },
    summary:
      'A stage would make Orca send its token for Gennaker elsewhere (statusEndpoint), and does where Orca keeps no list of allowed requests.',
  },
  {
    alert: 'GennakerStoreUnavailable',
    title: 'PostgreSQL is away for one replica',
    series: during('reason="StoreUnavailable"', tenMinutes),
    firesAt: 22,
    overAt: 35,
    severity: 'critical',
    labels: { instance: 'one' },
    summary: 'PostgreSQL does not answer replica one, so nothing starts, advances or ends there.',
  },
  {
    alert: 'GennakerFault',
    title: 'one answer of 500',
    series: { [`${durations}_count{listener="people",route="/v1/plan",status="500",instance="one"}`]: onceAt20 },
    firesAt: 21,
    overAt: 33,
    severity: 'warning',
    summary: 'Gennaker met an error that it does not know, which is a fault of its own.',
  },
  {
    alert: 'GennakerFault',
    title: 'one more answer of 500',
    series: during('status="500"', againAt20),
    firesAt: 21,
    severity: 'warning',
    summary: 'Gennaker met an error that it does not know, which is a fault of its own.',
  },
  {
    alert: 'GennakerFault',
    title: 'a deployment is tried again for an error of no known name',
    series: { 'gennaker_retries_total{work="deployment",reason="TypeError",instance="one"}': tenMinutes },
    firesAt: 22,
    overAt: 43,
    severity: 'warning',
    summary: 'Gennaker met an error that it does not know, which is a fault of its own.',
  },
  {
    alert: 'GennakerSealingKey',
    title: 'a replica has another key',
    series: { 'gennaker_retries_total{work="deployment",reason="SealingKeyWrong",instance="one"}': tenMinutes },
    firesAt: 23,
    overAt: 38,
    severity: 'critical',
    labels: { reason: 'SealingKeyWrong' },
    summary: "Open deployments hold Secret data that Gennaker can't open (SealingKeyWrong), and stand still.",
  },
  {
    alert: 'GennakerDeploymentsHeldUp',
    title: 'two deployments to one account are held up',
    series: { 'gennaker_deployments_held_up{account="tools",instance="one"}': '_x20 2+0x40' },
    firesAt: 30,
    severity: 'warning',
    labels: { account: 'tools' },
    summary: 'For 10 minutes, looks at open deployments of account tools have failed, and are tried again: 2 of them.',
  },
  {
    alert: 'GennakerLooksAtNothing',
    title: 'no cluster is asked any more',
    series: during('gennaker_cluster_calls_total', '0+1x20 20+0x39'),
    firesAt: 40,
    severity: 'critical',
    labels: { instance: 'one' },
    summary: 'Replica one asks no cluster about the open deployments that it holds (3).',
  },
  {
    alert: 'GennakerWatchBroken',
    title: "an account's cluster is away",
    series: {
      'gennaker_watches{account="prod",state="open",instance="one"}': '1+0x19 stale',
      'gennaker_watches{account="prod",state="broken",instance="one"}': '_x20 1+0x39',
    },
    firesAt: 23,
    severity: 'warning',
    labels: { account: 'prod' },
    summary: "Gennaker can't follow the rollouts of account prod, and decides nothing about them.",
  },
  {
    alert: 'GennakerAccountLacksRight',
    title: 'one call is forbidden',
    series: {
      'gennaker_cluster_calls_total{account="tools",verb="apply",outcome="ClusterForbidden",instance="one"}': onceAt20,
    },
    firesAt: 21,
    overAt: 33,
    severity: 'warning',
    labels: { account: 'tools', verb: 'apply' },
    summary: 'Account tools lacks the right to apply something that a deployment needs.',
  },
  {
    alert: 'GennakerAccountLacksRight',
    title: 'one more call is forbidden',
    series: during('outcome="ClusterForbidden"', againAt20),
    firesAt: 21,
    severity: 'warning',
    labels: { account: 'prod', verb: 'apply' },
    summary: 'Account prod lacks the right to apply something that a deployment needs.',
  },
  {
    alert: 'GennakerServiceFails',
    title: 'Fiat is away',
    series: during('service="fiat",outcome="no-answer"', tenMinutes),
    firesAt: 24,
    overAt: 37,
    severity: 'warning',
    labels: { service: 'fiat' },
    summary: "Most of Gennaker's calls to fiat get no answer, or a status of 500 and above.",
  },
  {
    alert: 'GennakerApproversNotCalled',
    title: 'the first call to an approver has failed for good',
    series: { 'gennaker_approver_calls_total{result="failed",instance="two"}': onceAt20 },
    firesAt: 21,
    overAt: 33,
    severity: 'warning',
    summary: 'Calls to approvers have failed for good, so an approval may wait unseen.',
  },
  {
    alert: 'GennakerApproversNotCalled',
    title: 'one more call to an approver has failed for good',
    series: during('gennaker_approver_calls_total{result="failed"', againAt20),
    firesAt: 21,
    severity: 'warning',
    summary: 'Calls to approvers have failed for good, so an approval may wait unseen.',
  },
  {
    alert: 'GennakerDecisionsFail',
    title: 'a retry could not be carried out',
    series: { 'gennaker_decisions_total{action="retry",result="failed",instance="one"}': onceAt20 },
    firesAt: 21,
    overAt: 33,
    severity: 'warning',
    labels: { action: 'retry' },
    summary: 'Something that was decided (retry) and accepted could not be carried out.',
  },
  {
    alert: 'GennakerDecisionsFail',
    title: 'one more approval could not be carried out',
    series: during('action="approve",result="failed"', againAt20),
    firesAt: 21,
    severity: 'warning',
    labels: { action: 'approve' },
    summary: 'Something that was decided (approve) and accepted could not be carried out.',
  },
  {
    alert: 'GennakerOrcaSilent',
    title: 'no poll comes any more',
    series: during('route="/v1/deployments/:id/status"', '0+12x20 240+0x39'),
    firesAt: 35,
    severity: 'warning',
    summary: 'For 15 minutes, Orca has asked about none of the open deployments (3).',
  },
  {
    alert: 'GennakerStartsSlow',
    title: 'every start takes longer than any bucket says',
    series: { ...during('le="0.5"', '0+4x20 80+0x39'), ...during('le="5"', '0+4x20 80+0x39') },
    firesAt: 36,
    severity: 'warning',
    summary: 'One in a hundred starts takes 5s or more, and Orca does not wait for ever.',
  },
];
