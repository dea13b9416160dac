import { isRecord, listAt, textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { Refused } from './refusal.ts';

export type ApplicationRight = 'READ' | 'WRITE' | 'EXECUTE';

/** Asks Fiat, as Gate and what is behind it do for saved pipelines. */
export class Authorizer {
  readonly #fiatUrl: string;

  constructor(fiatUrl: string) {
    this.#fiatUrl = fiatUrl;
  }

  async may(user: string, right: ApplicationRight, application: string): Promise<boolean> {
    const answer = await fetch(`${this.#fiatUrl}/authorize/${encodeURIComponent(user)}`);
    const view: unknown = answer.ok ? await answer.json() : undefined;
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
