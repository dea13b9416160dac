import type { ComponentType } from 'react';
import type { DoctorPageProps } from '../doctor/DoctorPage.tsx';

/** The page as its room makes it, without Deck's words. */
export interface DoctorPart {
  readonly label: string;
  readonly Page: ComponentType<DoctorPageProps>;
}
