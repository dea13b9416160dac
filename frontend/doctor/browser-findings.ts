import type { CheckName, Finding } from '../../backend-stub/contract/doctor.ts';
import { serviceVersion } from '../../backend-stub/contract/service.ts';
import { ok, unknown, wrong } from '../../backend-stub/doctor/finding.ts';
import { judgePluginBundle } from '../../backend-stub/doctor/plugin-bundle.ts';
import { judgePluginManifest } from '../../backend-stub/doctor/plugin-manifest.ts';
import type { BrowserLook } from './browser-look.ts';

/** How the service was reached by this page: its version, or why it was not. */
export type ServiceSeen =
  { readonly kind: 'answered'; readonly version: string } | { readonly kind: 'failed'; readonly why: string };

/** What this page can tell by itself, whatever becomes of the service. */
export function browserFindings(look: BrowserLook, service: ServiceSeen | undefined): readonly Finding[] {
  return [
    ...manifestFindings(look),
    ...bundleFindings(look),
    ...(service === undefined ? [] : [proxyFinding(service), versionFinding(service)]),
    ...entryFindings(look),
  ];
}

function manifestFindings({ manifest }: BrowserLook): readonly Finding[] {
  if (manifest.kind === 'no-answer') return judgePluginManifest({ kind: 'unanswered', why: manifest.why });
  const { status, body } = manifest;
  return judgePluginManifest({ kind: 'seen', seen: { status, text: JSON.stringify(body) ?? '' } });
}

function bundleFindings({ bundle }: BrowserLook): readonly Finding[] {
  return judgePluginBundle(
    bundle.kind === 'no-answer' ? { kind: 'unanswered', why: bundle.why } : { kind: 'seen', seen: bundle },
  );
}

function proxyFinding(service: ServiceSeen): Finding {
  if (service.kind === 'answered') return ok('Gate proxy', 'This browser reaches the service by Gate.');
  return wrong('Gate proxy', {
    sentence: service.why,
    change: 'gate-local.yml, proxies: the entry gennaker, with the listener for people as its uri.',
  });
}

/** The version that was put into this bundle as it was made. */
function versionFinding(service: ServiceSeen): Finding {
  const check = 'plugin in this page';
  if (service.kind === 'failed')
    return unknown(check, `This page runs ${serviceVersion}; which version the service has can not be told.`);
  if (service.version === serviceVersion) return ok(check, `This page and the service are both ${serviceVersion}.`);
  return wrong(check, {
    sentence: `This page runs ${serviceVersion}, and the service is ${service.version}.`,
    change: `gate-local.yml, spinnaker.extensibility.deck-proxy.plugins, version: ${service.version}. Then load Deck anew.`,
  });
}

function entryFindings({ entries, stageIsOn }: BrowserLook): readonly Finding[] {
  const check = 'stage entry';
  if (entries === undefined) return [unknown(check, 'This Deck does not tell which stages it offers.')];
  if (!stageIsOn) return [ok(check, 'The stage is switched off in the settings of Deck.')];
  if (entries === 1) return [ok(check, 'Deck offers the stage once.')];
  return [
    wrong(check, {
      sentence: entries === 0 ? 'Deck does not offer the stage.' : `Deck offers the stage ${entries} times.`,
      change:
        entries === 0
          ? "The browser's console: a line that begins with [Gennaker] says why it could not be registered."
          : 'Another plugin that registers kubernetesProgressive, or a hand-made stage of that type in Deck: take it out.',
    }),
  ];
}

/** The page sees what the service could not be told: its finding takes that place. */
export function together(browser: readonly Finding[], service: readonly Finding[]): readonly Finding[] {
  const seen = new Set<CheckName>(browser.map(({ check }) => check));
  return [...browser, ...service.filter(({ check, verdict }) => verdict !== 'unknown' || !seen.has(check))];
}
