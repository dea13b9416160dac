import { isRecord, listAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { preconfiguredKeys } from './webhook-properties.ts';

/** An entry of `GET /webhooks/preconfigured`: which keys are set, and never what they hold. */
export type DescribedWebhook = Readonly<Record<string, unknown>>;

type Preset = Readonly<Record<string, unknown>>;

/** `ALL_FIELDS` of Orca's PreconfiguredWebhook, from its source: what the author of a stage may fill where it is empty. */
const fillable = preconfiguredKeys.laidOverTheStage.filter(
  (key) => !['parameterValues', 'parameterData', 'permissions'].includes(key),
);

/** Of a `webhook` block, without `permissions`: those need a Fiat. */
export function describedWebhooks(block: unknown): readonly DescribedWebhook[] {
  return listAt(block, 'preconfigured')
    .filter(isRecord)
    .filter(({ enabled }) => enabled !== false)
    .map(described);
}

function described(preset: Preset): DescribedWebhook {
  const { type, label, description, waitForCompletion, parameters } = preset;
  const preconfiguredProperties = fillable.filter((key) => isSet(preset, key));
  return {
    ...{ type, label, description, waitForCompletion },
    ...(parameters === undefined ? {} : { parameters }),
    noUserConfigurableFields: isWhole(preset, preconfiguredProperties.length),
    preconfiguredProperties,
  };
}

/** A form that asks for nothing: of one that waits, every key is counted, but for the path to a status that is found otherwise. */
function isWhole(preset: Preset, count: number): boolean {
  if (preset['waitForCompletion'] === false)
    return ['url', 'customHeaders', 'method', 'payload'].every((key) => isSet(preset, key));
  const unneeded = preset['statusUrlResolution'] === 'webhookResponse' ? 0 : 1;
  return preset['waitForCompletion'] === true && count >= fillable.length - unneeded;
}

function isSet(preset: Preset, key: string): boolean {
  return preset[key] !== undefined && preset[key] !== null;
}
