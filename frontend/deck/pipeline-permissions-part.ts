import type { ComponentType } from 'react';
import type { PipelinePermissionsPageProps } from '../pipeline-permissions/PipelinePermissionsPage.tsx';

/** The page as its room makes it, without Deck's words. */
export interface PipelinePermissionsPart {
  /** Of the page and of its entry in the navigation of an application. */
  readonly label: string;
  /** What may stand in the address of the page. */
  readonly addressKeys: readonly string[];
  readonly Page: ComponentType<PipelinePermissionsPageProps>;
}
