import type { ComponentType } from 'react';
import type { DialogProps } from '../create-application/CreateApplicationDialog.tsx';

/** The create-application dialog as its room makes it, without Deck's words. */
export interface CreationPart {
  readonly Dialog: ComponentType<DialogProps>;
  /** Of the heading, by which a screen reader names the dialog. */
  readonly headingId: string;
}
