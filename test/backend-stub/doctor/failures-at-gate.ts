import { pluginId, serviceVersion } from '../../../backend-stub/contract/service.ts';
import type { DoctorWorld } from './doctor-world.ts';
import type { Failure } from './failure.ts';

const inGate = (from: string | RegExp, to: string) => (world: DoctorWorld) => {
  const changed = world.gateFile.replace(from, to);
  if (changed === world.gateFile) throw new Error(`gate-local.yml has no ${from}`);
  world.gateFile = changed;
};
const asset = (content: string) => ({ [`${pluginId}/${serviceVersion}/index.js`]: content });

export const failuresAtGate: readonly Failure[] = [
  {
    failure: 'Gate serves no plugin to Deck, since what it requires is no condition about deck',
    breaks: ({ parts }) => parts.gate.serve({ manifest: [] }),
    check: 'plugin manifest',
    said: /serves no plugin to Deck, and not Gennaker\.Progressive/,
    change: /deck-proxy\.plugins\.Gennaker\.Progressive: enabled: true/,
  },
  {
    failure: 'one malformed plugin keeps Gate from all, or its cache was not filled yet',
    breaks: ({ parts }) => parts.gate.serve({ manifest: undefined }),
    check: 'plugin manifest',
    said: /answers 503/,
    change: /wait a minute after Gate's start/,
  },
  {
    failure: 'the zip has no index.js at the root of its deck.zip',
    breaks: ({ parts }) => parts.gate.serve({ assets: {} }),
    check: 'plugin bundle',
    said: /has no index\.js/,
    change: /must hold deck\.zip/,
  },
  {
    failure: 'the zip holds something else than a bundle of ours, which Deck loads and nothing comes of it',
    breaks: ({ parts }) => parts.gate.serve({ assets: asset('console.log(1)') }),
    check: 'plugin bundle',
    said: /is no bundle of it/,
    change: /npm run package/,
  },
  {
    failure: 'a version was released a second time, and browsers keep the first',
    breaks: ({ parts }) => parts.gate.serve({ assets: asset(`/*! ${pluginId} 0.0.9 */ export const plugin = {}`) }),
    check: 'plugin bundle',
    said: /is that of 0\.0\.9; browsers keep it for 30 days/,
    change: /plugin\.yaml, version/,
  },
  {
    failure: 'Gate has the plugin of another version than the service',
    breaks: ({ parts }) => parts.gate.serve({ manifest: [{ id: pluginId, version: '0.0.9' }] }),
    check: 'plugin manifest',
    said: /serves version 0\.0\.9 of the plugin/,
    change: new RegExp(`version: ${serviceVersion}`),
  },
  {
    failure: 'Gate is told of its repository under deck-proxy, as old documents have it',
    breaks: inGate(
      /\n {4}repositories:[^]*?(?=\n {4}deck-proxy:)([^]*?deck-proxy:)/,
      '$1\n      repositories: { gennaker: { url: "http://a/" } }',
    ),
    check: 'Gate profile',
    said: /does not read deck-proxy\.repositories/,
    change: /gate-local\.yml line \d+, spinnaker\.extensibility\.deck-proxy\.repositories/,
  },
  {
    failure: 'the address of the repository has no slash at its end',
    breaks: inGate('/plugins/', '/plugins'),
    check: 'Gate profile',
    said: /without a slash at its end/,
    change: /gate-local\.yml line \d+, spinnaker\.extensibility\.repositories\.gennaker\.url/,
  },
  {
    failure: 'Gate is pinned to another version',
    breaks: inGate(`version: ${serviceVersion}`, 'version: 9.9.9'),
    check: 'Gate profile',
    said: /told to serve another version/,
    change: new RegExp(`gate-local\\.yml line \\d+, .*version: ${serviceVersion}`),
  },
  {
    failure: 'two services have the same id at Gate',
    breaks: inGate(/(\n +)- id: gennaker/, '$1- { id: gennaker, uri: "http://other.example.com" }$1- id: gennaker'),
    check: 'Gate profile',
    said: /has 2 proxies with the id gennaker/,
    change: /gate-local\.yml line \d+, proxies: leave one entry/,
  },
  {
    failure: 'Gate has no proxy to the service',
    breaks: ({ parts }) => parts.gate.serve({ proxied: undefined }),
    check: 'Gate proxy',
    said: /no proxy with the id gennaker/,
    change: /gate-local\.yml, proxies/,
  },
  {
    failure: "Gate's proxy does not get through",
    breaks: ({ parts }) => parts.gate.serve({ proxied: { status: 502, body: '' } }),
    check: 'Gate proxy',
    said: /does not reach the service/,
    change: /NetworkPolicy gennaker-people/,
  },
  {
    failure: 'a service of another version answers behind Gate',
    breaks: ({ parts }) => parts.gate.serve({ proxied: { status: 200, body: { service: { version: '0.0.9' } } } }),
    check: 'Gate proxy',
    said: /service of version 0\.0\.9/,
    change: /bring all replicas to one version/,
  },
];
