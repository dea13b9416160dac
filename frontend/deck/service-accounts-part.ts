import type { ComponentType } from 'react';
import type { ServiceAccountsPageProps } from '../service-accounts/ServiceAccountsPage.tsx';

/** The page as its room makes it, without Deck's words. */
export interface ServiceAccountsPart {
  readonly label: string;
  /** What may stand in the address of the page. */
  readonly addressKeys: readonly string[];
  readonly Page: ComponentType<ServiceAccountsPageProps>;
}
