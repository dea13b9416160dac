import React, { useCallback, useRef } from 'react';
import type { EditorHandle } from '../view/form/use-parts.ts';
import type { FormPart } from './form-context.ts';
import { ManifestFields } from './ManifestFields.tsx';
import { Misfit } from './Misfit.tsx';
import { OwnershipField } from './OwnershipField.tsx';
import { PlanPanel } from './PlanPanel.tsx';
import { readManifest } from './read-form.ts';
import type { PlanAsked } from './use-plan.ts';

export interface WhatSectionProps extends FormPart {
  readonly wait: string | undefined;
  readonly plan: PlanAsked;
}

/** The manifests, and beside them what the service says would become of them. */
export function WhatSection({ wait, plan, ...part }: WhatSectionProps): JSX.Element {
  const editor = useRef<EditorHandle>();
  const goTo = useCallback((line: number) => editor.current?.goTo(line), []);
  const manifest = readManifest(part.deployment);
  return (
    <section aria-labelledby={`${part.id}-what`}>
      <h4 id={`${part.id}-what`}>What to deploy</h4>
      {manifest.kind === 'misfit' ? (
        <Misfit part={part} misfit={manifest} />
      ) : (
        <div className="gennaker-beside">
          <ManifestFields part={part} manifest={manifest.value} editor={editor} />
          <PlanPanel id={part.id} wait={wait} plan={plan} goTo={goTo} />
        </div>
      )}
      <OwnershipField {...part} />
    </section>
  );
}
