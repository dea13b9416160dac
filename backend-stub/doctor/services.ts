import type { CheckName, Finding } from '../contract/doctor.ts';
import { isRecord, textAt } from '../deployment/kubernetes-object.ts';
import { ok, unknown, wrong } from './finding.ts';
import { jsonIn } from './look.ts';
import type { HttpAnswer, Look } from './look.ts';

/** Without Fiat nothing starts and nobody decides. */
export function judgeFiat(look: Look<HttpAnswer>): readonly Finding[] {
  const isFiats = ({ status, text }: HttpAnswer): boolean =>
    (status === 200 || status === 404) && (text === '' || isRecord(jsonIn({ status, text })));
  const found = answered('Fiat', { look, isTheirs: isFiats, key: 'fiat.url' });
  if (look.kind === 'seen' && look.seen.status === 503)
    return [
      wrong('Fiat', {
        sentence: 'Fiat answers 503: it knows nobody yet, since its roles were never synchronized.',
        change: "Fiat's log: why the source of its roles can not be read. The service answers 503 and 424 until then.",
      }),
    ];
  return [found];
}

export function judgeFront50(look: Look<HttpAnswer>): readonly Finding[] {
  const isList = (answer: HttpAnswer): boolean => answer.status === 200 && Array.isArray(jsonIn(answer));
  return [answered('Front50', { look, isTheirs: isList, key: 'front50.url' })];
}

/** Accounts are matched by name: with another one, people's WRITE is asked of an account that Fiat does not know. */
export function judgeClouddriver(look: Look<HttpAnswer>, accounts: readonly string[]): readonly Finding[] {
  const isList = (answer: HttpAnswer): boolean => answer.status === 200 && Array.isArray(jsonIn(answer));
  const found = answered('Clouddriver', { look, isTheirs: isList, key: 'clouddriver.url' });
  if (look.kind !== 'seen' || found.verdict !== 'ok') return [found];
  const list = jsonIn(look.seen);
  const known = new Set((Array.isArray(list) ? list : []).map((one) => (textAt(one, 'name') ?? '').toLowerCase()));
  const strangers = accounts.filter((account) => !known.has(account.toLowerCase()));
  return [
    found,
    ...strangers.map((account) =>
      wrong('Clouddriver', {
        sentence: `Clouddriver has no account ${account}, so that Fiat knows of nobody who may deploy to it.`,
        change: `gennaker.yaml, accounts, name: ${account}: the name that Clouddriver has for that cluster.`,
        about: account,
      }),
    ),
  ];
}

interface Asked {
  readonly look: Look<HttpAnswer>;
  readonly isTheirs: (answer: HttpAnswer) => boolean;
  readonly key: string;
}

function answered(check: CheckName, { look, isTheirs, key }: Asked): Finding {
  if (look.kind === 'unasked') return unknown(check, look.why);
  const change = `gennaker.yaml, ${key}, or what keeps the pods of the service from ${check}.`;
  if (look.kind === 'unanswered') return wrong(check, { sentence: `${check} does not answer: ${look.why}.`, change });
  if (isTheirs(look.seen)) return ok(check, `${check} answers.`);
  return wrong(check, {
    sentence: `What stands at ${key} answers ${look.seen.status}, as ${check} does not.`,
    change,
  });
}
