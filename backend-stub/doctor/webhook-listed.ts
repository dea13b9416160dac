import type { Finding } from '../contract/doctor.ts';
import { stageType } from '../contract/orca.ts';
import { isRecord, listAt, textAt } from '../deployment/kubernetes-object.ts';
import { ok, unknown, wrong } from './finding.ts';
import { jsonIn } from './look.ts';
import type { HttpAnswer, Look } from './look.ts';
import { presetKeys } from './preset-rules.ts';

const check = 'webhook listed';

/** Of Orca's `GET /webhooks/preconfigured`, which names the fields that are set, and never what they hold. */
export function judgeWebhookListed(look: Look<HttpAnswer>): readonly Finding[] {
  if (look.kind === 'unasked') return [unknown(check, look.why)];
  if (look.kind === 'unanswered')
    return [
      wrong(check, {
        sentence: `Orca does not answer the service: ${look.why}. No deployment can start.`,
        change: 'gennaker.yaml, orca.url, or what keeps the pods of the service from Orca.',
      }),
    ];
  const list = jsonIn(look.seen);
  if (look.seen.status !== 200 || !Array.isArray(list))
    return [unknown(check, `Orca answered ${look.seen.status} about its preconfigured webhooks, and no list.`)];
  return listFindings(list.filter((entry) => textAt(entry, 'type') === stageType));
}

function listFindings(ours: readonly unknown[]): readonly Finding[] {
  const [first] = ours;
  if (!isRecord(first))
    return [
      wrong(check, {
        sentence: `Orca has no preconfigured webhook of the type ${stageType}, so that each of our stages ends at once: half of the installation is missing.`,
        change: 'orca-local.yml, webhook.preconfigured: the block that npm run config prints; then restart Orca.',
      }),
    ];
  const open = presetKeys.filter((key) => !listAt(first, 'preconfiguredProperties').includes(key));
  return [
    ...(ours.length > 1
      ? [
          wrong(check, {
            sentence: `Orca has ${ours.length} preconfigured webhooks of the type ${stageType}, and runs the first.`,
            change: `orca-local.yml, webhook.preconfigured: leave one entry with type: ${stageType}.`,
          }),
        ]
      : []),
    ...open.map((key) =>
      wrong(check, {
        sentence: `The running Orca has ${key} of the webhook empty, and whoever writes a pipeline may fill it, also so that the bearer goes elsewhere.`,
        change: `orca-local.yml, webhook.preconfigured, ${key} of the entry ${stageType}: as npm run config prints it.`,
        about: key,
      }),
    ),
    ...(ours.length === 1 && open.length === 0 ? [ok(check, `Orca lists ${stageType}, with every key set.`)] : []),
  ];
}
