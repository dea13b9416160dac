import React from 'react';
import type { AccountsAsked } from './use-accounts.ts';
import { AccountField } from './AccountField.tsx';
import { NamespaceField } from './NamespaceField.tsx';
import type { FormPart } from './form-context.ts';
import { Misfit } from './Misfit.tsx';
import { places, readText } from './read-form.ts';

/** The target: account and namespace. */
export function WhereSection({ accounts, ...part }: FormPart & { readonly accounts: AccountsAsked }): JSX.Element {
  const account = readText(part.deployment, places.account);
  const namespace = readText(part.deployment, places.namespace);
  const { asked } = accounts;
  const known =
    asked.kind === 'answered' && account.kind === 'shown'
      ? asked.answer.accounts.find(({ name }) => name === account.value)
      : undefined;
  return (
    <section aria-labelledby={`${part.id}-where`}>
      <h4 id={`${part.id}-where`}>Where to deploy</h4>
      {account.kind === 'misfit' ? (
        <Misfit part={part} misfit={account} />
      ) : (
        <AccountField part={part} value={account.value} accounts={accounts} />
      )}
      {namespace.kind === 'shown' ? (
        <NamespaceField part={part} value={namespace.value} account={known} />
      ) : (
        namespace.path.length > 2 && <Misfit part={part} misfit={namespace} />
      )}
    </section>
  );
}
