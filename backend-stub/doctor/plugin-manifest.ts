import type { Finding } from '../contract/doctor.ts';
import { pluginId, serviceVersion } from '../contract/service.ts';
import { isRecord, textAt } from '../deployment/kubernetes-object.ts';
import { ok, unknown, wrong } from './finding.ts';
import { jsonIn } from './look.ts';
import type { HttpAnswer, Look } from './look.ts';

const check = 'plugin manifest';

/** Of `GET /plugins/deck/plugin-manifest.json` at Gate, by which Deck knows what to load. */
export function judgePluginManifest(look: Look<HttpAnswer>): readonly Finding[] {
  if (look.kind === 'unasked') return [unknown(check, look.why)];
  if (look.kind === 'unanswered')
    return [wrong(check, { sentence: `Gate does not answer: ${look.why}.`, change: '--gate, the address of Gate.' })];
  const entries = jsonIn(look.seen);
  if (look.seen.status === 200 && Array.isArray(entries)) return entriesFindings(entries);
  return [statusFinding(look.seen.status)];
}

function statusFinding(status: number): Finding {
  switch (status) {
    case 503:
      return wrong(check, {
        sentence:
          'Gate answers 503: it could read no plugin yet, and one that can not be read (a wrong checksum, a version that is not 1.2.3, a zip without deck.zip) keeps it from all.',
        change:
          "gate-local.yml, spinnaker.extensibility.repositories: wait a minute after Gate's start, and then look for the plugin in Gate's log.",
      });
    case 404:
      return wrong(check, {
        sentence: 'Gate serves no plugins to Deck.',
        change: 'gate-local.yml, spinnaker.extensibility.deck-proxy.enabled: true.',
      });
    default:
      return unknown(check, loginNeeded(status) ?? `Gate answered ${status}, and no manifest.`);
  }
}

/** A 500 is what header login answers to nobody (measured). */
export function loginNeeded(status: number): string | undefined {
  return [301, 302, 303, 307, 401, 403, 500].includes(status)
    ? `Gate answered ${status}, as to somebody who has not logged in. Give --gate-headers, a file with the header of a session.`
    : undefined;
}

function entriesFindings(entries: readonly unknown[]): readonly Finding[] {
  const ours = entries.filter((entry) => isRecord(entry) && textAt(entry, 'id') === pluginId);
  const versions = ours.map((entry) => textAt(entry, 'version') ?? 'none');
  if (ours.length === 0)
    return [
      wrong(check, {
        sentence: `Gate serves ${entries.length === 0 ? 'no plugin' : 'other plugins'} to Deck, and not ${pluginId}.`,
        change: `gate-local.yml, spinnaker.extensibility.deck-proxy.plugins.${pluginId}: enabled: true, and the repository under spinnaker.extensibility.repositories.`,
      }),
    ];
  const other = versions.find((version) => version !== serviceVersion);
  if (other !== undefined)
    return [
      wrong(check, {
        sentence: `Gate serves version ${other} of the plugin to Deck, and the service is ${serviceVersion}.`,
        change: `gate-local.yml, spinnaker.extensibility.deck-proxy.plugins.${pluginId}.version: ${serviceVersion}. Gate takes the latest it finds where that version is not in its repository.`,
      }),
    ];
  return [ok(check, `Gate serves ${pluginId} ${serviceVersion} to Deck.`)];
}
