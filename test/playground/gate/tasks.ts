import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { listAt, textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { isObject } from '../../orca/json.ts';
import type { Json, JsonObject } from '../../orca/json.ts';
import { upsertApplication } from './application-task.ts';
import type { ApplicationJob, Asker, JobResult } from './application-task.ts';
import type { GateParts } from './gate-parts.ts';
import { userOf } from './identity.ts';
import { savePipeline, type PipelineJob } from './pipeline-task.ts';
import { Refused } from './refusal.ts';

/** How long a task shows that it runs; about a second in an installation. */
const runsMilliseconds = 700;

type Job = ApplicationJob | PipelineJob;

interface Task {
  readonly id: string;
  readonly job: Job;
  readonly user: string;
  readonly name: string;
  readonly startTime: number;
  readonly result: JobResult;
}

/** Tasks of Orca about applications and pipelines. Whoever is signed in is who asks, whatever the job says of its user. */
export function routeTasks(app: FastifyInstance, { front50, authorizer, users }: GateParts): void {
  const tasks = new Map<string, Task>();
  app.post('/tasks', async (request, reply) => {
    const { body } = request;
    const job = jobOf(body);
    const { name: user } = userOf(request, users);
    const result = await done(job, { user, front50, authorizer });
    const id = randomUUID();
    const name = textAt(body, 'description') ?? '';
    tasks.set(id, { id, job, user, name, startTime: Date.now(), result });
    return reply.send({ ref: `/tasks/${id}` });
  });
  app.get<{ Params: { id: string } }>('/tasks/:id', ({ params }) => {
    const task = tasks.get(params.id);
    if (task === undefined) throw new Refused(404, `No task found for ${params.id}`);
    return shown(task);
  });
}

function done(job: Job, asker: Asker): Promise<JobResult> {
  return job.type === 'savePipeline' ? savePipeline(job, asker) : upsertApplication(job, asker);
}

function jobOf(body: unknown): Job {
  const [job] = listAt(body, 'job');
  if (isObject(job) && job['type'] === 'savePipeline') return pipelineJob(job);
  const type = (['createApplication', 'updateApplication'] as const).find((one) => one === textAt(job, 'type'));
  const application = isObject(job) ? job['application'] : undefined;
  if (type === undefined || !isObject(application)) throw new Refused(400, 'The playground knows no such task.');
  return { type, application };
}

function pipelineJob(job: JsonObject): PipelineJob {
  const pipeline: unknown = JSON.parse(Buffer.from(textAt(job, 'pipeline') ?? '', 'base64').toString('utf8'));
  if (!isObject(pipeline)) throw new Refused(400, 'The pipeline of the task is no object.');
  return { type: 'savePipeline', pipeline, staleCheck: job['staleCheck'] === true };
}

/** As Gate shows it, recorded in `test/fixtures/gate/`. */
function shown({ id, job, user, name, startTime, result }: Task): JsonObject {
  const endTime = startTime + runsMilliseconds;
  const isOver = Date.now() >= endTime;
  const status = isOver ? result.status : 'RUNNING';
  const exception = isOver && result.status === 'TERMINAL' ? { exception: result.exception } : {};
  const { application, implementingClass, given } = shownJob(job);
  const times: JsonObject = isOver ? { startTime, endTime } : { startTime };
  const step = {
    ...times,
    id: '1',
    implementingClass,
    loopEnd: false,
    loopStart: false,
    name: job.type,
    stageEnd: true,
    stageStart: true,
    status,
    taskExceptionDetails: exception,
  };
  const context: JsonObject = { ...given, user, ...exception };
  const stage = { ...times, context, id: `${id}-0`, name: job.type, outputs: {}, refId: '0', status, tasks: [step] };
  return {
    ...times,
    application,
    buildTime: startTime,
    id,
    name,
    status,
    steps: [step],
    variables: Object.entries<Json>(context).map(([key, value]) => ({ key, value })),
    execution: {
      ...times,
      additionalHeaders: {},
      application,
      authentication: { allowedAccounts: [], user },
      buildTime: startTime,
      canceled: false,
      description: name,
      id,
      initialConfig: {},
      keepWaitingPipelines: false,
      limitConcurrent: false,
      maxConcurrentExecutions: 0,
      notifications: [],
      origin: 'api',
      stages: [{ ...stage, requisiteStageRefIds: [], type: job.type }],
      status,
      systemNotifications: [],
      trigger: { type: 'manual', user },
      type: 'ORCHESTRATION',
    },
  };
}

interface ShownJob {
  readonly application: string;
  readonly implementingClass: string;
  readonly given: JsonObject;
}

function shownJob(job: Job): ShownJob {
  const orca = 'com.netflix.spinnaker.orca';
  return job.type === 'savePipeline'
    ? {
        application: textAt(job.pipeline, 'application') ?? '',
        implementingClass: `${orca}.front50.tasks.SavePipelineTask`,
        given: { 'pipeline.id': textAt(job.pipeline, 'id') ?? '', 'pipeline.name': textAt(job.pipeline, 'name') ?? '' },
      }
    : {
        application: textAt(job.application, 'name') ?? '',
        implementingClass: `${orca}.applications.tasks.UpsertApplicationTask`,
        given: { application: job.application },
      };
}
