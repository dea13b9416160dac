import { isRecord, listAt, textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { Refused } from './refusal.ts';

export type ApplicationRight = 'READ' | 'WRITE' | 'EXECUTE';

/** Asks Fiat, as Gate and what is behind it do for saved pipelines. */
export class Authorizer {
  readonly #fiatUrl: string;

  constructor(fiatUrl: string) {
    this.#fiatUrl = fiatUrl;
  }

  /** Of somebody whom Fiat does not know, none. */
  async rolesOf(user: string): Promise<{ readonly roles: readonly string[]; readonly admin: boolean }> {
    const view = await this.#view(user);
    const roles = listAt(view, 'roles').flatMap((role) => textAt(role, 'name') ?? []);
    return { roles, admin: isRecord(view) && view['admin'] === true };
  }

  async #view(user: string): Promise<unknown> {
    const answer = await fetch(`${this.#fiatUrl}/authorize/${encodeURIComponent(user)}`);
    return answer.ok ? answer.json() : undefined;
  }

  async may(user: string, right: ApplicationRight, application: string): Promise<boolean> {
    const view = await this.#view(user);
    if (!isRecord(view)) return false;
    if (view['admin'] === true) return true;
    const found = listAt(view, 'applications').find(
      (one) => textAt(one, 'name')?.toLowerCase() === application.toLowerCase(),
    );
    return listAt(found, 'authorizations').includes(right);
  }

  /** As Front50 asks it, by the name alone. */
  async mayCreate(user: string, name: string): Promise<boolean> {
    const path = `/authorize/${encodeURIComponent(user)}/applications/create`;
    return (await fetch(`${this.#fiatUrl}${path}`, { method: 'POST', body: JSON.stringify({ name }) })).ok;
  }

  /** Throws {@link Refused} with Fiat's own sentence. */
  async require(user: string, right: ApplicationRight, application: string): Promise<void> {
    if (await this.may(user, right, application)) return;
    throw new Refused(403, `Access denied to application ${application} - required authorization: ${right}`);
  }
}
