import type { FastifyInstance } from 'fastify';
import { ApplicationTasks, readAsked } from './application-tasks.ts';
import type { TaskRights } from './application-tasks.ts';
import type { GateParts } from './gate-parts.ts';
import { userOf } from './identity.ts';
import { Refused } from './refusal.ts';

/** Tasks that create and change applications. As with a real Gate anybody may send one, and it is the task that fails. */
export function routeTasks(app: FastifyInstance, { front50, authorizer, users, learnApplication }: GateParts): void {
  const tasks = new ApplicationTasks(front50, learnApplication);
  app.post('/tasks', async (request) => {
    const user = userOf(request, users).name;
    const asked = readAsked(request.body, user);
    if (asked === undefined) throw new Refused(400, 'The playground has tasks for applications only.');
    const rights: TaskRights = {
      mayCreate: await authorizer.mayCreate(user, asked.name),
      mayRead: await authorizer.may(user, 'READ', asked.name),
      mayWrite: await authorizer.may(user, 'WRITE', asked.name),
    };
    return { ref: `/tasks/${tasks.start(asked, rights)}` };
  });
  app.get<{ Params: { id: string } }>('/tasks/:id', ({ params }) => {
    const task = tasks.find(params.id);
    if (task === undefined) throw new Refused(404, `No ORCHESTRATION found for ${params.id}`);
    return task;
  });
}
