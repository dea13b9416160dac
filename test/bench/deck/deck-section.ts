import { bundleLimit } from '../../bundle/limit.ts';
import { atLeast, atMost, explained } from '../report.ts';
import type { Section } from '../report.ts';
import { median, percentile } from '../statistics.ts';
import type { DeckMeasured } from './measure-deck.ts';

export function deckSection(measured: DeckMeasured): Section {
  const { bundleKilobytes, initialize, callsAtInitialize, keys, updates, creation, pipelines } = measured;
  const row = (name: string, values: readonly number[]): readonly (string | number)[] => [
    name,
    values.length,
    median(values),
    percentile(values, 95),
    Math.max(...values),
  ];
  return {
    title: 'The plugin in the real Deck, in headless Chromium',
    head: ['ms', 'times', 'median', 'p95', 'most'],
    rows: [
      row('initialize, at a start of Deck', initialize),
      row('a key in a manifest of 5,000 lines', keys.full),
      row('the same, the page throttled 4x', keys.throttled),
      row('an update of 10 rollouts with 100 pods, all open', updates),
      row('the verdict on a name that is typed, throttled 4x', creation.verdicts),
      row('the same, ours alone', creation.ours),
      row('the same, ours alone, not throttled', creation.oursAtFullSpeed),
      row('frames in a second of typing, throttled 4x', creation.frames),
      row('the first rows of 5,000 pipelines, throttled 4x', pipelines.firstRows),
      row('the same, not throttled', pipelines.firstRowsAtFullSpeed),
      row('frames in a second of scrolling them, throttled 4x', pipelines.frames),
      row('the same at rest', pipelines.framesAtRest),
    ],
    goals: [
      atMost('bundle in kB of 1,000 bytes, gzipped', bundleKilobytes, bundleLimit),
      explained(
        atMost('initialize, median', median(initialize), 5),
        "About half of it is one drawing of the links in Deck's header, which are there already; the rest is the router told of ten states.",
      ),
      atMost('calls at initialize', callsAtInitialize, 0),
      explained(
        atMost('a key, throttled 4x, p95', percentile(keys.throttled, 95), 50),
        'A bare text area with as many lines needs more; the form shows a part of a long manifest, and hands it on in pauses.',
      ),
      atMost('an update of the details, p95', percentile(updates, 95), 100),
      atMost('the verdict on a name after its last key, p95', percentile(creation.verdicts, 95), 300),
      explained(
        atMost('the same, ours alone, p95', percentile(creation.ours, 95), 50),
        "Throttled, Chrome takes 20 ms for the key itself and as much for the frame that paints; between them Deck's client goes through its AngularJS for each call.",
      ),
      atMost('the same, not throttled, p95', percentile(creation.oursAtFullSpeed, 95), 50),
      atLeast('frames in a second of typing, fewest', Math.min(...creation.frames), 50),
      atMost(
        'the first rows of 5,000 pipelines after the data, throttled 4x, median',
        median(pipelines.firstRows),
        500,
      ),
      explained(
        atLeast('frames in a second of scrolling 5,000 pipelines, throttled 4x, median', median(pipelines.frames), 50),
        'Three rows a frame are filled anew: a third of what that takes is React’s, a sixth layout, and most of the rest paint, of which a half is there without any row.',
      ),
    ],
    notes: [
      'From the key, or from the answer of the service, until the frame that shows it was painted. The bundle as npm run build makes it, in the',
      'playground on the simulated cluster, on the same two cores. Keys 120 ms apart, with pauses in which the form hands the text on and the',
      'service plans it. The verdict on a name has in it the 120 ms that nobody may have typed; ours alone has not, nor the time of the call.',
    ],
  };
}
