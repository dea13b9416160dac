import type { Problem } from '../contract/refusal.ts';
import type { RulesFile } from './rules-file.ts';

/** The copy of Fiat's rules that the operator gave, if any. */
export interface RulesInForce {
  /** Absent where no file is configured. */
  readonly path?: string;
  /** As the file was when it could be read last; absent when it never could. */
  readonly file?: RulesFile;
  /** What is wrong with the file as it is now; empty when it is the one in force. */
  readonly problems: readonly Problem[];
}
