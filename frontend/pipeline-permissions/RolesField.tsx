import React from 'react';
import { folded } from '../../backend-stub/contract/authorization.ts';
import { RoleInput, RoleList } from '../view/form/RoleInput.tsx';
import { Icon } from '../view/Icon.tsx';

export interface RolesFieldProps {
  readonly id: string;
  readonly roles: readonly string[];
  readonly known: readonly string[];
  readonly onRoles: (roles: readonly string[]) => void;
}

/** The roles of the managed account, a row for each. */
export function RolesField({ id, roles, known, onRoles }: RolesFieldProps): JSX.Element {
  const adds = React.useRef<HTMLButtonElement>(null);
  const everyKnown = React.useMemo(() => new Set(known), [known]);
  const isUnknown = (role: string): boolean => folded(role) !== '' && !everyKnown.has(folded(role));
  const remove = (index: number): void => {
    onRoles(roles.filter((_, at) => at !== index));
    adds.current?.focus();
  };
  return (
    <div className="gennaker-field" role="group" aria-labelledby={`${id}-label`} aria-describedby={`${id}-all`}>
      <span id={`${id}-label`} className="gennaker-label">
        Roles of the account
      </span>
      <div className="gennaker-control">
        <p id={`${id}-all`} className="gennaker-help gennaker-help-above">
          The account gets all of these roles. Whoever saves the pipeline must have all of them too; admins need none.
        </p>
        {roles.map((role, index) => (
          <div key={index} className="gennaker-permissions-role">
            <div>
              <RoleInput
                id={`${id}-${index}`}
                list={`${id}-list`}
                role={role}
                isUnknown={isUnknown(role)}
                onRole={(typed) => onRoles(roles.map((one, at) => (at === index ? typed : one)))}
              />
            </div>
            <button
              type="button"
              className="btn btn-default btn-sm"
              aria-label={`Take ${role === '' ? 'this row' : role} away`}
              onClick={() => remove(index)}
            >
              <Icon name="remove" />
            </button>
          </div>
        ))}
        <button ref={adds} type="button" className="btn btn-default btn-sm" onClick={() => onRoles([...roles, ''])}>
          <Icon name="add" /> Add a role
        </button>
        <RoleList
          id={`${id}-list`}
          roles={known}
          help="Completed from your roles and those that accounts, the application and its pipelines name."
        />
      </div>
    </div>
  );
}
