import React from 'react';
import { Problems } from '../view/form/Problems.tsx';
import type { Line } from '../view/form/Problems.tsx';
import { RoleInput, RoleList } from '../view/form/RoleInput.tsx';
import { Icon } from '../view/Icon.tsx';
import { creationHelp } from './creation-help.ts';
import { rights } from './draft.ts';
import type { RoleGrant } from './draft.ts';
import { addGrant, changeGrant, removeGrant, toggleRight } from './grants.ts';
import { isUnknownRole } from './permission-advice.ts';

export interface PermissionFieldsProps {
  readonly id: string;
  readonly grants: readonly RoleGrant[];
  readonly lines: readonly Line[];
  /** For completing, and for telling a role that nobody knows. */
  readonly roles: readonly string[];
  readonly onGrants: (grants: readonly RoleGrant[]) => void;
}

/** Which roles have what: a row for each, as they are typed. */
export const PermissionFields = React.memo(function PermissionFields(props: PermissionFieldsProps): JSX.Element {
  const { id, grants, lines, roles, onGrants } = props;
  const known = React.useMemo(() => new Set(roles), [roles]);
  const adds = React.useRef<HTMLButtonElement>(null);
  const remove = (index: number): void => {
    onGrants(removeGrant(grants, index));
    adds.current?.focus();
  };
  return (
    <div className="gennaker-field" role="group" aria-labelledby={`${id}-heading`} aria-describedby={`${id}-help`}>
      <span id={`${id}-heading`} className="gennaker-label">
        Permissions
      </span>
      <div className="gennaker-control">
        <p id={`${id}-help`} className="gennaker-help gennaker-help-above">
          {creationHelp.grants}
        </p>
        {grants.length > 0 && (
          <table className="gennaker-create-grants">
            <GrantHead />
            <tbody>
              {grants.map((grant, index) => (
                <GrantRow
                  key={index}
                  id={`${id}-${index}`}
                  grant={grant}
                  list={`${id}-roles`}
                  isUnknown={isUnknownRole(grant.role, known)}
                  onChange={(change) => onGrants(changeGrant(grants, index, change))}
                  onRemove={() => remove(index)}
                />
              ))}
            </tbody>
          </table>
        )}
        <Problems id={`${id}-lines`} lines={lines} />
        <button
          ref={adds}
          id={id}
          type="button"
          className="btn btn-default btn-sm"
          onClick={() => onGrants(addGrant(grants))}
        >
          <Icon name="add" /> Add a role
        </button>
        <RoleList
          id={`${id}-roles`}
          roles={roles}
          help="Completed from your roles and those that accounts and prefixes name."
        />
      </div>
    </div>
  );
});

function GrantHead(): JSX.Element {
  return (
    <thead>
      <tr>
        <th scope="col">Role</th>
        {rights.map((right) => (
          <th key={right} scope="col" className="gennaker-create-right">
            {right}
          </th>
        ))}
        <th scope="col">
          <span className="sr-only">Take away</span>
        </th>
      </tr>
    </thead>
  );
}

interface GrantRowProps {
  readonly id: string;
  readonly grant: RoleGrant;
  readonly list: string;
  readonly isUnknown: boolean;
  readonly onChange: (change: Partial<RoleGrant>) => void;
  readonly onRemove: () => void;
}

function GrantRow({ id, grant, list, isUnknown, onChange, onRemove }: GrantRowProps): JSX.Element {
  const { role } = grant;
  return (
    <tr>
      <td>
        <RoleInput {...{ id, role, list, isUnknown }} onRole={(typed) => onChange({ role: typed })} />
      </td>
      {rights.map((right) => (
        <td key={right} className="gennaker-create-right">
          <input
            type="checkbox"
            aria-label={`${right} for ${role === '' ? 'this role' : role}`}
            checked={grant.rights.includes(right)}
            onChange={() => onChange({ rights: toggleRight(grant, right) })}
          />
        </td>
      ))}
      <td>
        <button
          type="button"
          className="btn btn-default btn-sm"
          aria-label={`Take ${role === '' ? 'this row' : role} away`}
          onClick={onRemove}
        >
          <Icon name="remove" />
        </button>
      </td>
    </tr>
  );
}
