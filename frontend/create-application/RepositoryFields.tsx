import React from 'react';
import { Field } from '../view/form/Field.tsx';
import { Select } from '../view/form/Select.tsx';
import { creationHelp } from './creation-help.ts';
import type { SectionProps } from './section.ts';
import { TextField } from './TextField.tsx';

/** Where its source lies. */
export const RepositoryFields = React.memo(function RepositoryFields(props: SectionProps): JSX.Element {
  const { id, draft, change, lines, facts } = props;
  const kinds = facts.repositoryTypes.map((type) => [type, type] as const);
  return (
    <>
      <Field id={`${id}-repoType`} label="Repo Type" help={creationHelp.repoType}>
        {(input) => (
          <Select
            {...input}
            className="gennaker-input"
            value={draft.repoType}
            options={[['', 'Select Repo Type'], ...kinds]}
            unknown={draft.repoType}
            onChoose={(repoType) => change({ repoType })}
          />
        )}
      </Field>
      {draft.repoType !== '' && (
        <>
          <TextField
            id={`${id}-repoProjectKey`}
            label="Repo Project"
            help={creationHelp.repoProjectKey}
            value={draft.repoProjectKey}
            onText={(repoProjectKey) => change({ repoProjectKey })}
          />
          <TextField
            id={`${id}-repoSlug`}
            label="Repo Name"
            help={creationHelp.repoSlug}
            value={draft.repoSlug}
            lines={lines.repoSlug}
            onText={(repoSlug) => change({ repoSlug })}
          />
        </>
      )}
    </>
  );
});
