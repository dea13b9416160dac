import type { Finding } from '../contract/doctor.ts';
import { serviceVersion } from '../contract/service.ts';
import { textAt } from '../deployment/kubernetes-object.ts';
import { ok, unknown, wrong } from './finding.ts';
import { jsonIn } from './look.ts';
import type { HttpAnswer, Look } from './look.ts';
import { loginNeeded } from './plugin-manifest.ts';

const check = 'Gate proxy';

/** Any call through it that changes nothing and names the version of who answers. */
export const proxyPath = '/proxies/gennaker/v1/accounts';

export function judgeGateProxy(look: Look<HttpAnswer>): readonly Finding[] {
  if (look.kind === 'unasked') return [unknown(check, look.why)];
  if (look.kind === 'unanswered') return [unknown(check, `Gate does not answer: ${look.why}.`)];
  const { status } = look.seen;
  const version = textAt(jsonIn(look.seen), 'service', 'version');
  if (status === 200 && version !== undefined) return [versionFinding(version)];
  if (status === 200) return [wrongAddress('leads to something that is not the service')];
  // The service's own words; Gate's have a number there.
  if (textAt(jsonIn(look.seen), 'error') === 'not-authenticated')
    return [wrongAddress('leads past what says who calls: the service was told of nobody')];
  return [statusFinding(look.seen)];
}

function versionFinding(version: string): Finding {
  if (version === serviceVersion) return ok(check, `Browsers reach the service by Gate, and it is ${version}.`);
  return wrong(check, {
    sentence: `Behind Gate answers a service of version ${version}, and this is ${serviceVersion}.`,
    change: 'The image of the service: bring all replicas to one version.',
  });
}

function wrongAddress(why: string): Finding {
  return wrong(check, {
    sentence: `Gate's proxy gennaker ${why}.`,
    change: 'gate-local.yml, proxies, uri of the entry gennaker: the listener for people.',
  });
}

function statusFinding(answer: HttpAnswer): Finding {
  const said = textAt(jsonIn(answer), 'message') ?? '';
  if (answer.status === 404 || /No proxy config found/.test(said))
    return wrong(check, {
      sentence: 'Gate has no proxy with the id gennaker, so that no browser reaches the service.',
      change: 'gate-local.yml, proxies: an entry with id: gennaker and uri, the listener for people.',
    });
  if (answer.status >= 502)
    return wrong(check, {
      sentence: "Gate's proxy gennaker does not reach the service.",
      change:
        'gate-local.yml, proxies, uri of the entry gennaker, or the NetworkPolicy gennaker-people: it must let the pods of Gate in.',
    });
  return unknown(check, loginNeeded(answer.status) ?? `Gate answered ${answer.status} where the service should.`);
}
