import { redirectionOf } from '../../../backend-stub/deployment/redirection.ts';
import { readExecution } from '../../../backend-stub/spinnaker/execution.ts';
import { recordedExecutions } from '../../spinnaker/recordings.ts';

const recorded = [...recordedExecutions()].map(([scenario, execution]) => ({
  scenario,
  stages: readExecution(execution)?.stages ?? [],
  // The recorder of the redirects stood at another port than the rest.
  home: JSON.stringify(execution).includes('19999') ? 'http://127.0.0.1:19999' : 'http://127.0.0.1:19997',
}));
const redirected = ['monitor-only-redirect-blocked', 'monitor-only-redirect-leaks'];
/** Of these the author gave no alias, or it is a webhook stage of his own. */
const notPreconfigured = ['no-alias', 'plain-webhook-expressions'];

describe('where Orca would send our bearer, in the executions of a real Orca', () => {
  it.each(recorded.filter(({ scenario }) => redirected.includes(scenario)))(
    'is elsewhere in $scenario',
    ({ stages, home }) => {
      expect(stages.map((stage) => redirectionOf(stage, home))).toEqual([
        { key: 'statusEndpoint', why: 'its statusEndpoint is http://127.0.0.1:19996/evil, which is not this service' },
      ]);
    },
  );

  it.each(recorded.filter(({ scenario }) => notPreconfigured.includes(scenario)))(
    'is for the author to say in $scenario',
    ({ stages, home }) => {
      expect(stages.map((stage) => redirectionOf(stage, home)?.key)).toEqual(stages.map(() => 'alias'));
    },
  );

  it.each(recorded.filter(({ scenario }) => ![...redirected, ...notPreconfigured].includes(scenario)))(
    'is here in $scenario',
    ({ stages, home }) => {
      expect(stages.length).toBeGreaterThan(0);
      expect(stages.map((stage) => redirectionOf(stage, home))).toEqual(stages.map(() => undefined));
    },
  );
});
