import type { CheckName } from '../../../backend-stub/contract/doctor.ts';
import type { DoctorWorld } from './doctor-world.ts';

/** One way in which an installation goes wrong, and what has to be said of it. */
export interface Failure {
  /** What somebody did, or what befell him. */
  readonly failure: string;
  readonly breaks: (world: DoctorWorld) => void;
  readonly check: CheckName;
  readonly said: RegExp;
  readonly change: RegExp;
}
