import { beforeAll, describe, expect, it } from '@jest/globals';
import { Cluster } from '../cluster/cluster.ts';
import { requireGo } from '../cluster/go.ts';
import { versions } from '../demo/podinfo.ts';
import { decideUntilEnded } from './decided-by-service.ts';
import { StageDetails } from './stage-details.ts';
import { withPlayground } from './with-playground.ts';

const patience = 420_000;

(requireGo('the stage in Deck on a real cluster that loses a part') ? describe : describe.skip)(
  'an approver whose real cluster loses a part',
  () => {
    const browsing = withPlayground({ cluster: { kind: 'kit' } });
    const cluster = (): Cluster => {
      const { cluster: running } = browsing.playground;
      if (running instanceof Cluster) return running;
      throw new Error('The playground runs on no real cluster.');
    };

    beforeAll(
      () => decideUntilEnded(browsing.playground, 'promoteFully', browsing.playground.runSample(versions.first)),
      patience,
    );

    it(
      'is told what can not be reached, and decides when it is back',
      async () => {
        const deck = await browsing.signIn();
        deck.allowTrouble(/status of 424/);
        const details = await StageDetails.open(deck, browsing.playground.runSample(versions.next));
        await details.waitsForApproval();
        await cluster().stopApiserver();
        await details.button('Approve').click();
        await details.says(
          /^Approving on deployment \S+ was refused: Cluster test-cluster cannot be used to get Rollout frontend in namespace shop: its API server refused the connection .* Nothing was decided; try again in a moment\.$/,
        );
        await deck.screenshot('lost-part-refused');
        await details.panel
          .getByText(/The rollouts can not be seen/)
          .first()
          .waitFor({ timeout: 60_000 });
        await deck.screenshot('lost-part-not-seen');
        expect(await deck.violations('.gennaker-stage')).toEqual([]);
        await cluster().startApiserver();
        await details.panel
          .getByRole('banner')
          .getByText(/waits at step 2 of 4 for approval/)
          .waitFor({ timeout: 60_000 });
        await details.button('Approve').click();
        await details.history.getByText('alice@example.com').first().waitFor({ timeout: 60_000 });
        // Each informer of the controller comes back by itself, up to a minute later the longer nobody answered.
        await details.panel.getByText('Succeeded').first().waitFor({ timeout: 240_000 });
        await deck.screenshot('lost-part-succeeded');
      },
      patience,
    );
  },
);
