import type { ConfigReader } from './config-reader.ts';

/** What the page of the doctor judges beside what it asks: paths, read at each look, since they change without the service. */
export interface DoctorConfig {
  /** What Orca and Gate read, mounted here as well; in Spring's order, the last of which has a key counts. */
  readonly orcaFiles: readonly string[];
  readonly gateFiles: readonly string[];
}

export function readDoctor(root: ConfigReader): DoctorConfig | undefined {
  if (!root.has('doctor')) return undefined;
  const section = root.section('doctor', ['orcaFiles', 'gateFiles']);
  const files = (key: string): readonly string[] => (section.has(key) ? section.texts(key) : []);
  return { orcaFiles: files('orcaFiles'), gateFiles: files('gateFiles') };
}
