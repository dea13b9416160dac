import type { ComponentType } from 'react';
import type { ApplicationCreationPageProps } from '../application-creation/ApplicationCreationPage.tsx';

/** The page as its room makes it, without Deck's words. */
export interface ApplicationCreationPart {
  readonly label: string;
  readonly Page: ComponentType<ApplicationCreationPageProps>;
}
