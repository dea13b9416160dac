import type { Finding } from '../contract/doctor.ts';
import { pluginId, serviceVersion } from '../contract/service.ts';
import { ok, unknown, wrong } from './finding.ts';
import type { HttpAnswer, Look } from './look.ts';
import { loginNeeded } from './plugin-manifest.ts';

const check = 'plugin bundle';

/** Where Gate serves what Deck loads. */
export const bundlePath = `/plugins/deck/${pluginId}/${serviceVersion}/index.js`;

/** Of what Gate serves there: browsers keep it for 30 days, so a bundle under the wrong version stays wrong. */
export function judgePluginBundle(look: Look<HttpAnswer>): readonly Finding[] {
  if (look.kind === 'unasked') return [unknown(check, look.why)];
  if (look.kind === 'unanswered') return [unknown(check, `Gate does not answer: ${look.why}.`)];
  const { status, text, contentType = '' } = look.seen;
  if (status === 404) return [missing()];
  if (status !== 200) return [unknown(check, loginNeeded(status) ?? `Gate answered ${status}, and no bundle.`)];
  if (/^\s*</.test(text)) return [unknown(check, loginNeeded(302) ?? '')];
  if (!/^(application|text)\/(x-)?javascript/.test(contentType)) return [noScript(contentType)];
  return [versionFinding(text)];
}

function missing(): Finding {
  return wrong(check, {
    sentence: `Gate has no index.js of ${pluginId} ${serviceVersion}.`,
    change: 'The zip of the plugin: it must hold deck.zip, and that index.js at its root. npm run package makes it so.',
  });
}

function noScript(contentType: string): Finding {
  return wrong(check, {
    sentence: `Gate serves the bundle as ${contentType === '' ? 'nothing in particular' : contentType}, which browsers do not run.`,
    change: 'What stands between Gate and Deck: let the Content-Type of Gate through.',
  });
}

function versionFinding(text: string): Finding {
  const [, version] = new RegExp(`/\\*! ${pluginId.replace('.', '\\.')} (\\S+) \\*/`).exec(text) ?? [];
  if (version === serviceVersion && /\bexport\b/.test(text))
    return ok(check, `The bundle at Gate is that of ${serviceVersion}.`);
  if (version === serviceVersion || version === undefined)
    return wrong(check, {
      sentence: `What Gate serves as ${pluginId} ${serviceVersion} is no bundle of it, so Deck registers nothing.`,
      change: 'The zip of the plugin: make it by npm run package.',
    });
  return wrong(check, {
    sentence: `The bundle that Gate serves as ${serviceVersion} is that of ${version}; browsers keep it for 30 days under the wrong version.`,
    change: `plugin.yaml, version: give it a new one, and release that: what was served as ${serviceVersion} stays in browsers.`,
  });
}
