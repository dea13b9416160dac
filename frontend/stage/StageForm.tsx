import React from 'react';
import type { StageFormProps } from './stage-form-props.ts';
import { StageFields } from './StageFields.tsx';
import { problemsOf } from './validate-stage.ts';

/** Keyed by its stage: Deck may show the next stage in the same instance. */
export function StageForm(props: StageFormProps): JSX.Element {
  return <StageFields key={props.refId} {...props} problemsOf={problemsOf} />;
}
