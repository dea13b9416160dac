import type { Finding } from '../contract/doctor.ts';
import { stageType } from '../contract/orca.ts';
import { at, listAt, textAt } from '../deployment/kubernetes-object.ts';
import { letThrough, shownAddress } from './allow-list.ts';
import type { Call } from './allow-list.ts';
import { ok, unknown, wrong } from './finding.ts';
import { notGiven, profileWith } from './profiles.ts';
import type { Profiles } from './profiles.ts';
import { cut, whyOf } from './saved-stages.ts';
import type { SavedStage } from './saved-stages.ts';
import type { Look } from './look.ts';

const check = 'saved webhooks';
const list = ['webhook', 'allowedRequests'] as const;

/**
 * The list is one for all webhook stages of this Spinnaker: whatever of them it does not name, it stops. Told before it is
 * applied, too: the file need not be the one that runs yet.
 */
export function judgeSavedWebhooks(orca: Profiles, look: Look<readonly SavedStage[]>): readonly Finding[] {
  if (orca.profiles.length === 0) return notGiven(check, 'orca');
  if (look.kind !== 'seen') return [unknown(check, whyOf(look))];
  const profile = profileWith(orca, ...list);
  const entries = listAt(profile?.value, ...list);
  const presets = listAt(profileWith(orca, 'webhook', 'preconfigured')?.value, 'webhook', 'preconfigured');
  const stages = [...look.seen.filter(({ stage }) => textAt(stage, 'type') === 'webhook'), ...presets.flatMap(asStage)];
  const place = profile?.place(list) ?? 'orca-local.yml, webhook.allowedRequests';
  const found = stages.flatMap((one) => stageFindings(one, entries, place));
  if (found.length === 0)
    return [ok(check, `The list lets everything through that ${stages.length} other webhook stages and entries call.`)];
  return [...cut(found.filter(({ verdict }) => verdict === 'wrong')), ...untold(found)];
}

/** Other preconfigured webhooks call by the same list. */
function asStage(entry: unknown): readonly SavedStage[] {
  const type = textAt(entry, 'type') ?? '?';
  return type === stageType ? [] : [{ stage: entry, name: `preconfigured webhook ${type}` }];
}

function untold(found: readonly Finding[]): readonly Finding[] {
  const number = found.filter(({ verdict }) => verdict === 'unknown').length;
  if (number === 0) return [];
  return [
    unknown(
      check,
      `${number} webhook ${number === 1 ? 'stage has an address' : 'stages have addresses'} that only an execution or Java can tell: look at them by hand.`,
    ),
  ];
}

function stageFindings({ stage, name }: SavedStage, entries: readonly unknown[], place: string): readonly Finding[] {
  const calls = callsOf(stage);
  const verdicts = calls.map((call) => (isOpen(call) ? undefined : letThrough(entries, call)));
  const refused = calls.filter((_call, index) => verdicts[index] === false);
  if (refused.length === 0) return verdicts.includes(undefined) ? [unknown(check, name, { about: name })] : [];
  const [first] = refused;
  const called = first === undefined ? '' : `${first.method} ${shownAddress(first.url)}`;
  return [
    wrong(check, {
      sentence: `The list refuses ${called} to ${name}: it would end from the moment the list counts.`,
      change: `${place}: an entry for it, which npm run config makes of --allow-webhook.`,
      about: name,
    }),
  ];
}

function isOpen({ url }: Call): boolean {
  return url.includes('${') || !URL.canParse(url);
}

/** What Orca will call for a stage, as far as the stage itself says it. */
function callsOf(stage: unknown): readonly Call[] {
  const url = textAt(stage, 'url');
  const method = (textAt(stage, 'method') ?? 'POST').toUpperCase();
  const cancel = textAt(stage, 'cancelEndpoint');
  const asksAtSame = at(stage, 'waitForCompletion') === true && textAt(stage, 'statusUrlResolution') === 'getMethod';
  return [
    ...(url === undefined ? [] : [{ method, url }]),
    ...(url !== undefined && asksAtSame ? [{ method: 'GET', url }] : []),
    ...(cancel === undefined || cancel === ''
      ? []
      : [{ method: (textAt(stage, 'cancelMethod') ?? 'POST').toUpperCase(), url: cancel }]),
  ];
}
