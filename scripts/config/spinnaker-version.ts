import { isRecord } from '../../backend-stub/deployment/kubernetes-object.ts';

/** Year, number, patch; before 2025 it was 1, number, patch. */
export type SpinnakerVersion = readonly [major: number, minor: number, patch: number];

/** The first one that has every key of `plugin.yaml`. */
export const completeSince = '2026.1.0';

const oldest = '2025.1.0';

export function parseSpinnakerVersion(text: string): SpinnakerVersion | undefined {
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)$/.exec(text) ?? [];
  return patch === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

/** Why nothing can be rendered for it; undefined when something can. */
export function versionProblem(text: string): string | undefined {
  if (parseSpinnakerVersion(text) === undefined) return `--spinnaker must be like ${completeSince}, and is ${text}`;
  if (isBefore(text, oldest))
    return `--spinnaker is ${text}, and before ${oldest} Orca's allow-list has no safeToRetry: each answer that comes late would end a stage. Upgrade Spinnaker first`;
  return undefined;
}

export interface ForVersion {
  readonly preset: Readonly<Record<string, unknown>>;
  /** What is worse than it would be with a newer Spinnaker, in sentences. */
  readonly notes: readonly string[];
}

/** The preconfigured webhook without the keys that this Spinnaker does not know, which it would ignore without a word. */
export function presetFor(version: string, preset: Readonly<Record<string, unknown>>): ForVersion {
  const steps = [withoutSensitiveHeaders, withoutRetries].filter(({ since }) => isBefore(version, since));
  return steps.reduce<ForVersion>(
    (before, { change, note }) => ({ preset: change(before.preset), notes: [...before.notes, note(version)] }),
    { preset, notes: [] },
  );
}

const withoutSensitiveHeaders = {
  since: '2026.1.0',
  change: ({ sensitiveHeaders, customHeaders, ...others }: Readonly<Record<string, unknown>>) => ({
    ...others,
    customHeaders: {
      ...(isRecord(customHeaders) ? customHeaders : {}),
      ...(isRecord(sensitiveHeaders) ? sensitiveHeaders : {}),
    },
  }),
  note: (version: string) =>
    `Spinnaker ${version} has no sensitiveHeaders (2026.1.0 has), so the bearer stands in customHeaders: whoever may read an execution of the stage can read it there. It lets nobody start anything that Orca does not run, but ask for client certificates as well (listeners.orca.tls.clientCaFile), and replace it from time to time.`,
};

const withoutRetries = {
  since: '2026.0.0',
  change: ({ retryStatusCodes: _codes, waitBeforeMonitor: _wait, ...others }: Readonly<Record<string, unknown>>) =>
    others,
  note: (version: string) =>
    `Spinnaker ${version} has no retryStatusCodes and no waitBeforeMonitor (2026.0.0 has), so a poll that something between Orca and the service answers 404 or 408 ends the stage, and pipeline authors may set a wait of their own.`,
};

function isBefore(text: string, other: string): boolean {
  const [version, bound] = [parseSpinnakerVersion(text) ?? [], parseSpinnakerVersion(other) ?? []];
  const place = version.findIndex((number, index) => number !== bound[index]);
  return place >= 0 && (version[place] ?? 0) < (bound[place] ?? 0);
}
