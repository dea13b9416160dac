import type { DraftLines } from './check-draft.ts';
import type { Draft } from './draft.ts';
import type { HostFacts } from './host.ts';

/** What each part of the form is given. */
export interface SectionProps {
  /** Of the dialog: ids of fields begin with it. */
  readonly id: string;
  readonly draft: Draft;
  readonly change: (change: Partial<Draft>) => void;
  readonly lines: DraftLines;
  readonly facts: HostFacts;
}
