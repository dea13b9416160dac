import { Registry } from '@spinnaker/core';
import type { IStageTypeConfig } from '@spinnaker/core';
import { fieldOf } from './field-of.ts';

/**
 * Orca lists our preconfigured webhook as a stage of its own, and Deck registers it under the same key beside ours: the
 * picker would show two entries, and the other one's form could win. Which of the two is registered first differs between
 * Deck's generations and, in the current one, from start to start.
 */
export function registerOnce(ours: IStageTypeConfig): void {
  const registry = Registry.pipeline;
  const isOther = (stage: IStageTypeConfig): boolean => stage !== ours && stage.key === ours.key;
  const register = registry.registerStage.bind(registry);
  registry.registerStage = (stage) => {
    if (!isOther(stage)) register(stage);
  };
  forgetRegistered(registry, isOther);
  register(ours);
}

/** Newer Decks can unregister; current ones keep a list and remember which stage is shown by which configuration. */
function forgetRegistered(registry: object, isOther: (stage: IStageTypeConfig) => boolean): void {
  const registered: unknown = Reflect.get(registry, 'stageTypes');
  if (!Array.isArray(registered)) return;
  Reflect.set(
    registry,
    'stageTypes',
    registered.filter((stage: IStageTypeConfig) => !isOther(stage)),
  );
  const lookUp: unknown = Reflect.get(registry, 'getStageConfig');
  const cache: unknown = typeof lookUp === 'function' ? Reflect.get(lookUp, 'cache') : undefined;
  if (isClearable(cache)) cache.clear();
}

function isClearable(cache: unknown): cache is { clear(): void } {
  return typeof fieldOf(cache, 'clear') === 'function';
}
