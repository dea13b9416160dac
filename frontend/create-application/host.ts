import type { ComponentType } from 'react';
import type { Fields } from '../../backend-stub/contract/reading.ts';
import type { Response } from '../service/request.ts';
import type { TaskGate } from '../tasks/follow.ts';

/** What Deck's settings say, known at once. */
export interface HostFacts {
  readonly features: Readonly<Record<'fiat' | 'chaosMonkey' | 'pagerDuty' | 'slack', boolean>>;
  readonly repositoryTypes: readonly string[];
  readonly defaultInstancePort: number | undefined;
  readonly chaosMonkeyByDefault: boolean;
  readonly pagerDutyRequired: boolean;
}

/** Who fills the form, as Gate says. */
export interface Author {
  readonly name: string;
  readonly roles: readonly string[];
  readonly admin: boolean;
}

/** What the validators that cloud providers registered in this Deck say about a name. */
export interface NameFindings {
  readonly errors: readonly NameFinding[];
  readonly warnings: readonly NameFinding[];
}

export interface NameFinding {
  readonly provider?: string;
  readonly message: string;
}

/** One of a list that somebody else keeps. `value` is what is stored of it. */
export interface Offer {
  readonly id: string;
  readonly label: string;
  readonly value: unknown;
}

export interface ProviderFieldsProps {
  readonly providerSettings: Fields;
  readonly available: readonly string[];
  readonly chosen: readonly string[];
  readonly onChange: (providerSettings: Fields) => void;
}

/** Deck and Gate, as far as the dialog needs them. What returns a `Response` never rejects; the rest may. */
export interface CreationHost extends TaskGate {
  readonly facts: HostFacts;
  readonly author: () => Promise<Author>;
  /** Of all applications that this person may read. */
  readonly applicationNames: () => Promise<readonly string[]>;
  /** Cloud providers that an account of this Spinnaker has. */
  readonly providers: () => Promise<readonly string[]>;
  readonly checkName: (name: string, providers: readonly string[]) => Promise<NameFindings>;
  /** Roles that any account names. */
  readonly accountRoles: () => Promise<readonly string[]>;
  readonly pagerDutyServices: () => Promise<readonly Offer[]>;
  readonly slackChannels: () => Promise<readonly Offer[]>;
  readonly application: (name: string) => Promise<Response>;
  /** The fields that cloud providers registered; draws nothing where there are none. */
  readonly ProviderFields: ComponentType<ProviderFieldsProps>;
}
