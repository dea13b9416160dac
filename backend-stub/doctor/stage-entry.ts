import type { Finding } from '../contract/doctor.ts';
import { stageType } from '../contract/orca.ts';
import { textAt } from '../deployment/kubernetes-object.ts';
import { ok, unknown, wrong } from './finding.ts';
import { jsonIn } from './look.ts';
import type { HttpAnswer, Look } from './look.ts';

const check = 'stage entry';

/** What the label of the webhook must not be: it is the plugin's, and two of them in the list of stages look the same. */
const ours = 'Kubernetes Progressive';

/**
 * Deck registers every preconfigured webhook as a stage. Ours takes the place of that entry where the plugin was loaded; where
 * it was not, people see the other one, and its label has to tell them so.
 */
export function judgeStageEntry(look: Look<HttpAnswer>): readonly Finding[] {
  if (look.kind !== 'seen') return [unknown(check, 'Orca did not say how its webhook is labelled.')];
  const list = jsonIn(look.seen);
  const entry: unknown = Array.isArray(list) ? list.find((one) => textAt(one, 'type') === stageType) : undefined;
  const label = textAt(entry, 'label');
  if (label === undefined) return [unknown(check, 'Orca did not say how its webhook is labelled.')];
  if (label.trim() !== ours) return [ok(check, 'The webhook of Orca can be told from the stage of the plugin.')];
  return [
    wrong(check, {
      sentence: `The webhook of Orca has the label of the plugin's stage: where Deck shows both, nobody can tell which one has the form.`,
      change: "orca-local.yml, webhook.preconfigured, label: Kubernetes Progressive (use the plugin's stage).",
    }),
  ];
}
