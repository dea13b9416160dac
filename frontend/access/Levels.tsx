import React from 'react';
import type { ApplicationsAccess } from '../../backend-stub/contract/applications-access.ts';
import { rolesWords } from '../view/rights-words.ts';
import type { Instance } from './instance.ts';

export interface LevelsProps {
  /** Undefined where the stage service does not say. */
  readonly access: ApplicationsAccess | undefined;
  readonly instance: Instance | undefined;
  /** Of the page for operators; undefined where it is switched off. */
  readonly creationLink: string | undefined;
}

/** The four levels on which people think of isolation, and what really enforces each. */
export function Levels({ access, instance, creationLink }: LevelsProps): JSX.Element {
  return (
    <dl className="gennaker-access-levels" aria-label="Levels">
      <Level name="Instance">
        <p>
          Fiat enforces it: whoever has a role of its admins may do everything, on each application and account.
          Accounts are everybody’s unless they name roles in Clouddriver.
        </p>
        <OpenAccounts instance={instance} />
        <p>{creationWords(access)}</p>
        {access?.isAdmin === true && creationLink !== undefined && (
          <p>
            <a className="gennaker-link" href={creationLink}>
              Who may create which applications
            </a>
            , for admins.
          </p>
        )}
      </Level>
      <Level name="Project">
        <p>
          Nothing enforces it: Fiat knows no permission on a project. It puts applications beside each other, and who
          may what is what each of them says.
        </p>
      </Level>
      <Level name="Application">
        <p>
          Gate, Orca and Front50 enforce what Fiat says of it: the roles that the application names, and those of the
          prefixes that match its name. Without a role it is open to everyone, to change too.
        </p>
      </Level>
      <Level name="Pipeline">
        <p>
          Its roles are those of the account that it runs as by itself. They limit who can save it, who needs all of
          them, and what an automatic run may; who reads it or runs it by hand is up to the application.
        </p>
      </Level>
    </dl>
  );
}

function Level({ name, children }: { readonly name: string; readonly children: React.ReactNode }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function OpenAccounts({ instance }: Pick<LevelsProps, 'instance'>): JSX.Element | null {
  const accounts = instance?.accounts;
  if (accounts === undefined) return null;
  const { open, count } = accounts;
  return (
    <p>
      <strong>
        {open.length} of {count}
      </strong>{' '}
      accounts are open to everyone{open.length > 0 && `: ${rolesWords(open, 4)}`}.
    </p>
  );
}

function creationWords(access: ApplicationsAccess | undefined): string {
  if (access?.rules === undefined) return 'Who may create applications is not known here.';
  return access.rules.restrictApplicationCreation
    ? 'Creating applications is restricted by the prefixes of Fiat.'
    : 'Everyone may create applications.';
}
