import React from 'react';
import { inputAttributes } from './Field.tsx';
import { Problems } from './Problems.tsx';
import type { Line } from './Problems.tsx';

export interface RoleInputProps {
  readonly id: string;
  readonly role: string;
  /** Of a {@link RoleList}. */
  readonly list: string;
  readonly isUnknown: boolean;
  readonly onRole: (role: string) => void;
}

/** One role as Fiat compares it: lower-cased once it is typed, and marked where nothing here knows it. */
export function RoleInput({ id, role, list, isUnknown, onRole }: RoleInputProps): JSX.Element {
  const said: readonly Line[] = isUnknown
    ? [{ tone: 'warning', text: 'Nothing here knows this role: is it spelled as your group is?' }]
    : [];
  return (
    <>
      <input
        {...inputAttributes(id, said, `${list}-help`)}
        className="form-control input-sm"
        type="text"
        list={list}
        aria-label="Role"
        placeholder="Role"
        autoComplete="off"
        spellCheck={false}
        // A row that was just added is the one to write in.
        autoFocus={role === ''}
        value={role}
        onChange={({ target }) => onRole(target.value)}
        onBlur={() => role !== role.trim().toLowerCase() && onRole(role.trim().toLowerCase())}
      />
      <Problems id={`${id}-lines`} lines={said} />
    </>
  );
}

export interface RoleListProps {
  readonly id: string;
  readonly roles: readonly string[];
  /** Where the roles are from; for those who listen. */
  readonly help: string;
}

/** Hundreds of roles: made once, for all inputs. */
export const RoleList = React.memo(function RoleList({ id, roles, help }: RoleListProps) {
  return (
    <>
      <datalist id={id}>
        {roles.map((role) => (
          <option key={role} value={role} />
        ))}
      </datalist>
      <span id={`${id}-help`} className="sr-only">
        {help}
      </span>
    </>
  );
});
