import { at } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import { imageOf } from './cluster.ts';
import type { Fault, History } from './history.ts';
import { rolloutWrites } from './judge-writes.ts';
import type { Trace } from './player.ts';

/** The same history, in which the looks after its events go wrong one after the other. */
export function withFaults(history: History, faults: readonly (Fault | undefined)[]): History {
  const steps = history.steps.map((step, index) => {
    const fault = faults[index % faults.length];
    return fault === undefined ? step : { ...step, fault };
  });
  return { ...history, steps };
}

/** What a history leaves behind that must not depend on who died on the way. */
export function remainsOf(trace: Trace): object {
  const record = trace.kept.at(-1)?.record;
  const events = record?.events.map(({ sentence }) => sentence) ?? [];
  const named = naming(trace.history);
  return {
    outcome: record?.outcome ?? record?.phase,
    // Who dies takes longer to begin an abort: what is decided until then is overtaken by it, and not refused.
    decisions: trace.decisions
      .filter(({ result = '' }) => !result.startsWith('The deployment began to abort'))
      .map(({ action, by, state }) => named(`${action} by ${by}: ${state}`)),
    // Told again when it goes on after trouble on the way.
    told: [...new Set(events)]
      .filter((sentence) => / by \S+: |promoted outside|is past step/.test(sentence))
      .map(named)
      .sort(),
    patches: rolloutWrites(trace).flatMap(({ write, name }) =>
      write.ask === 'patch' ? [`${name}: ${JSON.stringify({ ...write.patch.body, metadata: undefined })}`] : [],
    ),
    rollouts: trace.history.beginning.rollouts.map((name) => {
      const live = trace.cluster.rollout(name);
      return live === undefined ? 'gone' : `${imageOf(live)}, ${String(at(live, 'status', 'phase'))}`;
    }),
  };
}

/** Of two people who decide at once either may be the first: the database serves whom it hears. */
function naming({ steps }: History): (words: string) => string {
  const isChance = steps.some(({ event }) => event.do === 'decide' && event.people === 2);
  return (words) => (isChance ? words.replace(/\bperson-\d\b/, 'one of them') : words);
}
