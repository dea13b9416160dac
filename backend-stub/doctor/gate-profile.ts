import type { Finding } from '../contract/doctor.ts';
import { pluginId, serviceVersion } from '../contract/service.ts';
import { at, isRecord, listAt, recordAt, textAt } from '../deployment/kubernetes-object.ts';
import { ok, wrong } from './finding.ts';
import type { Profile } from './profile.ts';
import { notGiven, profileWith } from './profiles.ts';
import type { Profiles } from './profiles.ts';

const check = 'Gate profile';
const extensibility = ['spinnaker', 'extensibility'] as const;

/** Half an installation begins here: Gate ignores what it does not know without a word. */
export function judgeGateProfile(gate: Profiles): readonly Finding[] {
  const [last] = gate.profiles.slice(-1);
  if (last === undefined) return gate.problems.length > 0 ? gate.problems : notGiven(check, 'gate');
  const problems = [...repositories(gate, last), ...deckProxy(gate, last), ...proxies(gate, last)];
  if (problems.length > 0) return problems;
  return [ok(check, 'Gate is told of the plugin, its repository, and the proxy to the service.')];
}

function repositories(gate: Profiles, last: Profile): readonly Finding[] {
  const path = [...extensibility, 'repositories'];
  const profile = profileWith(gate, ...path);
  if (profile === undefined) {
    const misplaced = profileWith(gate, ...extensibility, 'deck-proxy', 'repositories');
    const place = misplaced?.place([...extensibility, 'deck-proxy', 'repositories']) ?? last.place(path);
    const why =
      misplaced === undefined ? 'is told of no repository of plugins' : 'does not read deck-proxy.repositories';
    return [
      wrong(check, {
        sentence: `Gate ${why}.`,
        change: `${place}: give spinnaker.extensibility.repositories.gennaker.url.`,
      }),
    ];
  }
  return Object.entries(recordAt(profile.value, ...path)).flatMap(([name, repository]) => {
    const url = textAt(repository, 'url') ?? '';
    if (url === '' || url.endsWith('/') || url.endsWith('.json')) return [];
    return [
      wrong(check, {
        sentence: `The repository ${name} has an address without a slash at its end, so that Gate looks for plugins.json beside it.`,
        change: `${profile.place([...path, name, 'url'])}: put a slash at its end.`,
      }),
    ];
  });
}

function deckProxy(gate: Profiles, last: Profile): readonly Finding[] {
  const path = [...extensibility, 'deck-proxy', 'plugins', pluginId];
  const profile = profileWith(gate, ...path);
  const entry = recordAt(profile?.value, ...path);
  if (profile === undefined || entry['enabled'] === false)
    return [
      wrong(check, {
        sentence: `Gate is not told to serve ${pluginId} to Deck.`,
        change: `${(profile ?? last).place(path)}: enabled: true and version: ${serviceVersion}.`,
      }),
    ];
  const version = at(entry, 'version');
  if (version === serviceVersion) return [];
  return [
    wrong(check, {
      sentence: `Gate is told to serve ${version === undefined ? 'the latest version' : 'another version'} of the plugin, and the service is ${serviceVersion}.`,
      change: `${profile.place([...path, 'version'])}: ${serviceVersion}.`,
    }),
  ];
}

function proxies(gate: Profiles, last: Profile): readonly Finding[] {
  const profile = profileWith(gate, 'proxies');
  const place = (profile ?? last).place(['proxies']);
  const ids = listAt(profile?.value, 'proxies').filter(isRecord);
  const ours = ids.filter((proxy) => textAt(proxy, 'id')?.toLowerCase() === 'gennaker');
  if (ours.length === 1) return [];
  if (ours.length > 1)
    return [
      wrong(check, {
        sentence: `Gate has ${ours.length} proxies with the id gennaker, and takes only one of them.`,
        change: `${place}: leave one entry with id: gennaker, whose uri is the listener for people.`,
      }),
    ];
  return [
    wrong(check, {
      sentence: 'Gate has no proxy with the id gennaker, so that no browser reaches the service.',
      change: `${place}: an entry with id: gennaker and uri, the listener for people.`,
    }),
  ];
}
