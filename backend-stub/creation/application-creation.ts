import type { Application } from '../contract/application-rules.ts';
import type { CreationAdvice } from '../contract/creation.ts';
import type { RulesInForce } from './rules-in-force.ts';

/** What is asked about creating applications. Nothing of it decides about deployments. */
export interface ApplicationCreation {
  /** Fiat's answer, by the name alone. Throws `AuthorizationsUnavailable`. */
  mayCreate(user: string, name: string): Promise<boolean>;
  /** Absent where no Front50 is configured. */
  readonly applications?: Applications;
  /** Roles that accounts name, as Clouddriver shows them, as far as that can be told. */
  accountRoles(): Promise<readonly string[]>;
  /** The operator's copy of Fiat's rules, as it was read last. */
  rules(): RulesInForce;
  readonly advice: CreationAdvice;
}

/** Applications as Front50 keeps them. Throws `ApplicationsUnavailable` when it can't tell. */
export interface Applications {
  /** Also where whoever asks may not see it. */
  exists(name: string): Promise<boolean>;
  /** All of them, with the permissions of their own. */
  all(): Promise<readonly Application[]>;
}
