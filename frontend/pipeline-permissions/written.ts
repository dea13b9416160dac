import { isFields, type Fields } from '../../backend-stub/contract/reading.ts';
import type { TaskRequest } from '../tasks/follow.ts';
import type { WrittenPermissions } from './draft.ts';

/** The whole pipeline as Front50 has it, with these permissions; all else stays as it was, also what is not known here. */
export function withPermissions(written: Fields, { roles, runAs }: WrittenPermissions): Fields {
  const { roles: _before, ...rest } = written;
  let index = -1;
  const triggers: readonly unknown[] = Array.isArray(written.triggers) ? written.triggers : [];
  return {
    ...rest,
    ...(roles === undefined ? {} : { roles }),
    triggers: triggers.map((trigger) => {
      if (!isFields(trigger)) return trigger;
      const { runAsUser: _was, ...others } = trigger;
      index += 1;
      const runAsUser = runAs[index];
      return runAsUser === undefined ? others : { ...others, runAsUser };
    }),
  };
}

/**
 * The task that Gate makes of what Deck saves (`PipelineController`): the pipeline goes as base64, so that Orca evaluates nothing in it, and
 * Front50 is told to refuse what is older than what it has.
 */
export function saveTask(pipeline: Fields, user: string): TaskRequest {
  return {
    application: String(pipeline.application),
    description: `Save pipeline '${String(pipeline.name)}'`,
    job: [{ type: 'savePipeline', pipeline: inBase64(JSON.stringify(pipeline)), user, staleCheck: true }],
  };
}

/** Of its UTF-8. */
function inBase64(text: string): string {
  return btoa(
    encodeURIComponent(text).replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
  );
}
