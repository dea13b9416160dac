import { at } from '../deployment/kubernetes-object.ts';
import type { CheckName, Finding } from '../contract/doctor.ts';
import { unknown, wrong } from './finding.ts';
import type { Profile, ReadProfile } from './profile.ts';

/** Of one service, in the order in which Spring reads them: the last one that has a key has it for all. */
export interface Profiles {
  readonly profiles: readonly Profile[];
  readonly problems: readonly Finding[];
}

export function profilesOf(check: CheckName, files: readonly ReadProfile[]): Profiles {
  return {
    profiles: files.flatMap((file) => (file.kind === 'read' ? [file.profile] : [])),
    problems: files.flatMap((file) =>
      file.kind === 'read'
        ? []
        : [wrong(check, { sentence: `${file.file} can not be read: ${file.why}.`, change: `${file.file}.` })],
    ),
  };
}

/** The one that counts for a key; undefined where none has it. */
export function profileWith({ profiles }: Profiles, ...path: readonly string[]): Profile | undefined {
  return profiles.findLast(({ value }) => at(value, ...path) !== undefined);
}

/** What is said where no file of that service was given at all. */
export function notGiven(check: CheckName, service: 'orca' | 'gate'): readonly Finding[] {
  const name = service === 'orca' ? 'Orca' : 'Gate';
  return [
    unknown(
      check,
      `${name} does not say how it is configured. Name the file that ${name} reads: doctor.${service}Files in gennaker.yaml, or gennaker doctor --${service}-file.`,
    ),
  ];
}
