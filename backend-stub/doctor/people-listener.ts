import type { Finding } from '../contract/doctor.ts';
import { note, ok, wrong } from './finding.ts';
import type { HttpAnswer, Look } from './look.ts';

const check = 'people listener';

/** Whoever reaches it may say who he is: it must not answer from where nobody but Gate should come. */
export function judgePeopleListener(look: Look<HttpAnswer>): readonly Finding[] {
  switch (look.kind) {
    case 'unasked':
      // From a pod of the service it can't be told: what it sends to itself is never kept back.
      return [note(check, look.why)];
    case 'unanswered':
      return [ok(check, `The listener for people does not answer from here (${look.why}).`)];
    case 'seen':
      return [
        wrong(check, {
          sentence: `The listener for people answered ${look.seen.status} from here, where nobody but Gate may reach it: whoever can call it may say who he is.`,
          change:
            'The NetworkPolicy gennaker-people, and a network plugin that enforces it; or decisions: stage in gennaker.yaml, by which the header decides nothing.',
        }),
      ];
  }
}
