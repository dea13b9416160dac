import type { Response } from '../service/request.ts';
import type { Author, ToldAccess } from './facts.ts';
import type { GateFacts } from './gate-facts.ts';

interface Asked {
  readonly gate: GateFacts;
  readonly told: ToldAccess;
  readonly author: Author | undefined;
}

/** What is not known, and why; sentences. One only to somebody who may not see the application, as it is behind all the others. */
export function gapsOf(application: string, { gate, told, author }: Asked): readonly string[] {
  if (isDenied(gate.pipelines)) return [deniedTo(author, application)];
  const { pipelines, credentials, user } = gate;
  return [
    ...gap(pipelines, 'The pipelines can not be shown'),
    ...gap(credentials, 'Which roles the accounts name is not known'),
    ...gap(gate.application, 'Which roles the application names is not known'),
    ...gap(user, 'Which roles you have is not known'),
    ...(told instanceof Error
      ? [
          `What Fiat says is not known, nor what its prefixes add to the roles of the application; what can be worked out without is shown instead. ${told.message}`,
        ]
      : told.gaps),
  ];
}

function isDenied(response: Response): boolean {
  return response.kind === 'answer' && response.status === 403;
}

function deniedTo(author: Author | undefined, application: string): string {
  return `You may not see the pipelines of application ${application}: that takes READ on it, and Gate answered 403. ${wayIn(author)}`;
}

function wayIn(author: Author | undefined): string {
  if (author === undefined) return 'Somebody with WRITE on it can give READ to a role of yours.';
  const { roles } = author;
  if (roles.length === 0)
    return 'You have no role: whoever administers roles can give you one, and somebody with WRITE on the application can give it READ.';
  return `Somebody with WRITE on it can give READ to a role of yours (${roles.join(', ')}).`;
}

function gap(response: Response, what: string): readonly string[] {
  if (response.kind === 'no-answer') return [`${what}: ${response.why}.`];
  if (response.status !== 200) return [`${what}: Gate answered ${response.status}.`];
  return typeof response.body === 'object' ? [] : [`${what}: what Gate answered can not be read.`];
}
