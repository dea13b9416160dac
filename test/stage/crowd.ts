import type { Action } from '../../backend-stub/contract/decision.ts';
import { fiatView } from '../spinnaker/fiat.ts';
import type { FiatView } from '../spinnaker/fiat.ts';
import { application } from './people.ts';
import { account } from './world.ts';

/** One of many who decide at the same moment. */
export interface Member {
  readonly name: string;
  /** What Fiat says of him; undefined: nothing. */
  readonly view: FiatView | undefined;
  readonly action: Action;
  /** How he is refused, and why; undefined: he may. */
  readonly refused: readonly [status: number, why: string] | undefined;
}

interface Rights {
  readonly onApplication: readonly string[];
  readonly onAccount: readonly string[];
  readonly role: string;
}

const whole: Rights = { onApplication: ['READ', 'EXECUTE', 'WRITE'], onAccount: ['READ', 'WRITE'], role: 'release' };

/** Each lacks one thing. */
const lacking: readonly (readonly [Partial<Rights> | 'unknown', status: number, why: string])[] = [
  [{ onApplication: [] }, 404, 'no READ on its application'],
  [{ onApplication: ['READ'] }, 403, `lacks EXECUTE on application ${application}`],
  [{ onAccount: ['READ'] }, 403, `lacks WRITE on account ${account}`],
  [{ role: 'releases' }, 403, 'the role release that an approval asks for'],
  ['unknown', 404, 'no READ on its application'],
];

/** So many, of whom every third may not. */
export function crowd(size: number): readonly Member[] {
  return Array.from({ length: size }, (_, index) => {
    const name = `person-${index}@example.com`;
    const action = 'approve' as const;
    if (index % 3 !== 0) return { name, action, view: viewOf(name, whole), refused: undefined };
    const [rights, status, why] = lacking[(index / 3) % lacking.length] ?? ['unknown', 404, ''];
    const view = rights === 'unknown' ? undefined : viewOf(name, { ...whole, ...rights });
    return { name, action, view, refused: [status, why] };
  });
}

function viewOf(name: string, { onApplication, onAccount, role }: Rights): FiatView {
  return fiatView(name, {
    applications: [{ name: application.toUpperCase(), authorizations: onApplication }],
    accounts: [{ name: account, authorizations: onAccount }],
    roles: [{ name: role, source: 'FILE' }],
  });
}
