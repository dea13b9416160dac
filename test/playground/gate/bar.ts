import type { PlaygroundUser } from '../users.ts';
import type { Scene } from './gate-parts.ts';
import { escaped } from './markup.ts';

/** The strip above Deck: it says that this is the playground, who one pretends to be, and lets one be somebody else. */
export function bar(users: readonly PlaygroundUser[], chosen: PlaygroundUser, scene: Scene): string {
  return `<header id="playground-bar" class="${scene.isRealCluster ? 'real' : ''}" ng-non-bindable>
  <strong>Gennaker playground</strong>
  <span class="scene">${escaped(sceneText(scene))}</span>
  <form method="post" action="/playground/identity">
    <label for="playground-user">You are</label>
    <select id="playground-user" name="user" aria-describedby="playground-may">${users
      .map(({ name }) => `<option${name === chosen.name ? ' selected' : ''}>${escaped(name)}</option>`)
      .join('')}</select>
    <input type="hidden" name="page" value="">
    <button type="submit">Switch</button>
    <span id="playground-may">${escaped(describe(chosen))}</span>
  </form>
  <nav aria-label="Playground"><a href="/${landing(scene)}">Application ${escaped(scene.application)}</a>
  <a href="/playground/notifications">Calls to approvers</a></nav>
</header>`;
}

/** Where somebody without a page in mind goes. */
export function landing({ application }: Scene): string {
  return `#/applications/${encodeURIComponent(application)}/executions`;
}

export function sceneText({ cluster, isRealCluster }: Scene): string {
  return isRealCluster ? `Identities are pretended; ${cluster} is real` : cluster;
}

function describe({ may, roles }: PlaygroundUser): string {
  if (roles.length === 0) return `${may} (no role)`;
  return `${may} (${roles.length === 1 ? 'role' : 'roles'} ${roles.join(', ')})`;
}
