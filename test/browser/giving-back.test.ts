import { beforeAll, describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { at, isRecord, recordAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { Cluster } from '../cluster/cluster.ts';
import { requireGo } from '../cluster/go.ts';
import { frontend, versions } from '../demo/podinfo.ts';
import { isHealthy, Outside } from '../stage/outside.ts';
import { reader } from '../stage/people.ts';
import { untilAtRest } from '../stage/running-deployment.ts';
import { decideUntilEnded } from './decided-by-service.ts';
import { StageDetails } from './stage-details.ts';
import { withPlayground } from './with-playground.ts';

const patience = 180_000;
const replicas = 4;

(requireGo('a workload that is given back in Deck') ? describe : describe.skip)(
  'a workload of a real cluster that ran as a Deployment with an autoscaler',
  () => {
    const browsing = withPlayground({ cluster: { kind: 'kit' } });
    let outside: Outside;

    beforeAll(async () => {
      const { cluster, namespace } = browsing.playground;
      if (!(cluster instanceof Cluster)) throw new Error('The playground runs on no real cluster.');
      outside = new Outside({ cluster, namespace });
      for (const object of parseAllDocuments(frontend(versions.first)).map((document): unknown => document.toJS())) {
        const kind = textAt(object, 'kind');
        if (kind === 'Service' || kind === 'HorizontalPodAutoscaler') await outside.create(kind, recordAt(object));
        if (kind === 'Deployment' && isRecord(object))
          await outside.create(kind, { ...object, spec: { ...recordAt(object, 'spec'), replicas } });
      }
      await untilAtRest(outside, 'frontend', replicas);
    }, patience);

    it(
      'is taken over, rolled forward, aborted, and given back by the keyboard alone',
      async () => {
        const { playground } = browsing;
        const first = await StageDetails.open(await browsing.signIn(), playground.runSample(versions.next));
        await first.panel.getByText('Taking over').first().waitFor({ timeout: 60_000 });
        await first.deck.screenshot('giving-back-taking-over');
        await first.panel.getByRole('banner').getByText('Waiting for approval').waitFor({ timeout: 60_000 });
        await first.button('Promote fully…').click();
        await first.button('Promote fully now').click();
        await first.panel.getByText('Succeeded').first().waitFor({ timeout: 60_000 });

        const executionId = playground.runSample('6.14.0');
        const details = await StageDetails.open(await browsing.signIn(), executionId);
        await details.panel.getByRole('banner').getByText('Waiting for approval').waitFor({ timeout: 60_000 });
        await details.abort();
        await details.panel
          .getByText(/is back on its stable version/)
          .first()
          .waitFor({ timeout: 60_000 });
        // Deck learns of the end later, and then begins its details anew: what stood open in them is shut.
        await details.deck.page.getByText('TERMINAL').first().waitFor({ timeout: 60_000 });
        await outside.untilRollout('frontend', isHealthy);
        await details.deck.screenshot('giving-back-offered');
        expect(await details.deck.violations('.gennaker-stage')).toEqual([]);

        const { keyboard } = details.deck.page;
        await details.button('Give back to a Deployment…').focus();
        await keyboard.press('Enter');
        await details.says(/is scaled up, or made, with the version and the number of pods of Rollout frontend/);
        await details.deck.screenshot('giving-back-confirmation');
        expect(await details.deck.violations('.gennaker-stage')).toEqual([]);
        await keyboard.press('Tab');
        await keyboard.press('Enter');
        await details.says(/alice@example\.com asked to give this back to a Deployment\. /);
        await details.says(/of 4 pods of the Deployment beside it are ready/);
        await details.deck.screenshot('giving-back-under-way');
        expect(await details.deck.violations('.gennaker-stage')).toEqual([]);
        await details.panel
          .getByText('Deployment frontend in shop runs the workload on 4 pods, and no Rollout does.')
          .first()
          .waitFor({ timeout: 60_000 });
        await details.deck.screenshot('giving-back-done');
        expect(await details.deck.violations('.gennaker-stage')).toEqual([]);

        const autoscaler = await outside.read('HorizontalPodAutoscaler', 'frontend');
        expect(at(autoscaler, 'spec', 'scaleTargetRef', 'kind')).toBe('Deployment');
        expect(await outside.existing(['Rollout', 'frontend'])).toEqual([]);
        const other = await StageDetails.open(await browsing.signIn(reader), executionId);
        await other.says(/alice@example\.com gave this back to a Deployment\./);
        await decideUntilEnded(playground, 'abort');
      },
      patience,
    );

    it(
      'is refused in a sentence while its next version waits',
      async () => {
        const { playground } = browsing;
        const deck = await browsing.signIn();
        deck.allowTrouble(/status of 409/);
        const executionId = playground.runSample(versions.next);
        await decideUntilEnded(playground, 'promoteFully', executionId);
        const details = await StageDetails.open(deck, executionId);
        const next = await StageDetails.open(await browsing.signIn(), playground.runSample('6.14.0'));
        await next.panel.getByRole('banner').getByText('Waiting for approval').waitFor({ timeout: 60_000 });
        await details.button('Give back to a Deployment…').click();
        await details.button('Give back to a Deployment now').click();
        await details.says(/Rollout frontend in shop is not given back: it is not at rest on one version/);
        await details.deck.screenshot('giving-back-refused');
        expect(await details.deck.violations('.gennaker-stage')).toEqual([]);
        await next.abort();
      },
      patience,
    );
  },
);
