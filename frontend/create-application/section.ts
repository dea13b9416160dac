import type { DraftLines } from './check-draft.ts';
import type { Draft } from './draft.ts';
import type { HostFacts } from './host.ts';

/** What parts of the form below the permissions show. */
export type RestOfDraft = Omit<Draft, 'name' | 'email' | 'description' | 'grants' | 'lockOutUnderstood'>;

/** What each of them is given. */
export interface SectionProps {
  /** Of the dialog: ids of fields begin with it. */
  readonly id: string;
  readonly draft: RestOfDraft;
  readonly change: (change: Partial<Draft>) => void;
  readonly lines: DraftLines;
  readonly facts: HostFacts;
}
