import type { ComponentType } from 'react';
import type { AccessPageProps } from '../access/AccessPage.tsx';

/** The page as its room makes it, without Deck's words. */
export interface AccessPart {
  readonly label: string;
  /** What may stand in the address of the page. */
  readonly addressKeys: readonly string[];
  readonly Page: ComponentType<AccessPageProps>;
}
