import React from 'react';
import { BehaviorFields } from './BehaviorFields.tsx';
import type { DraftLines } from './check-draft.ts';
import { creationHelp } from './creation-help.ts';
import { nameOf } from './draft.ts';
import type { Draft, RoleGrant } from './draft.ts';
import { EffectiveAccess } from './EffectiveAccess.tsx';
import type { CreationHost } from './host.ts';
import { IntegrationFields } from './IntegrationFields.tsx';
import { NameField } from './NameField.tsx';
import { PermissionFields } from './PermissionFields.tsx';
import { ProviderSection } from './ProviderSection.tsx';
import { RepositoryFields } from './RepositoryFields.tsx';
import type { RestOfDraft } from './section.ts';
import { TextField } from './TextField.tsx';
import type { Creation } from './use-creation.ts';
import { useSteady } from './use-steady.ts';

export interface FormFieldsProps {
  readonly id: string;
  readonly host: CreationHost;
  readonly creation: Creation;
  readonly lines: DraftLines;
  /** Somebody wanted to send it as it stands. */
  readonly tried: boolean;
}

/** The fields of Deck's dialog. Who may what stands right below the name and its owner, since it is what the name decides. */
export function FormFields({ id, host, creation, lines, tried }: FormFieldsProps): JSX.Element {
  const { held, standing, advice, roles, providers } = creation;
  const { draft, change } = held;
  const steady = useSteadyLines(lines);
  const set = useSetters(change);
  const { facts } = host;
  const { name: _n, email: _e, description: _d, grants: _g, lockOutUnderstood: _l, ...rest } = draft;
  const section = { id, draft: useSteady<RestOfDraft>(rest), change, lines: steady, facts };
  return (
    <>
      <NameField id={`${id}-name`} name={draft.name} lines={steady.name} answer={standing.answer} onName={set.name} />
      <TextField
        id={`${id}-email`}
        label="Owner Email"
        help={creationHelp.email}
        kind="email"
        required
        value={draft.email}
        lines={steady.email}
        onText={set.email}
      />
      {facts.features.fiat && (
        <>
          <PermissionFields
            id={`${id}-grants`}
            grants={draft.grants}
            lines={steady.grants}
            roles={roles}
            onGrants={set.grants}
          />
          <EffectiveAccess
            id={id}
            name={nameOf(draft)}
            advice={advice}
            tried={tried}
            understood={draft.lockOutUnderstood}
            onUnderstand={set.understood}
          />
        </>
      )}
      <TextField
        id={`${id}-description`}
        label="Description"
        help={creationHelp.description}
        kind="long"
        value={draft.description}
        onText={set.description}
      />
      <RepositoryFields {...section} />
      <IntegrationFields {...section} host={host} />
      <ProviderSection {...section} host={host} providers={providers} />
      <BehaviorFields {...section} />
    </>
  );
}

interface Setters {
  readonly name: (name: string) => void;
  readonly email: (email: string) => void;
  readonly description: (description: string) => void;
  readonly grants: (grants: readonly RoleGrant[]) => void;
  readonly understood: (understood: boolean) => void;
}

/** The same functions at every draw, so that a field is drawn again for its own sake only. */
function useSetters(change: (change: Partial<Draft>) => void): Setters {
  return React.useMemo(
    () => ({
      name: (name) => change({ name }),
      email: (email) => change({ email }),
      description: (description) => change({ description }),
      // What was signed was about the roles as they stood.
      grants: (grants) => change({ grants, lockOutUnderstood: false }),
      understood: (lockOutUnderstood) => change({ lockOutUnderstood }),
    }),
    [change],
  );
}

/** Each field's own, the same while they say the same. */
function useSteadyLines(lines: DraftLines): DraftLines {
  const said = {
    name: useSteady(lines.name),
    email: useSteady(lines.email),
    repoSlug: useSteady(lines.repoSlug),
    pagerDuty: useSteady(lines.pagerDuty),
    override: useSteady(lines.override),
    instancePort: useSteady(lines.instancePort),
    grants: useSteady(lines.grants),
  };
  return useSteady(said);
}
