import { frontendRooms } from './frontend-rooms.ts';
import type { Room } from './room.ts';

const contract = 'backend-stub/contract';
const deployment = 'backend-stub/deployment';
const access = 'backend-stub/access';
const audit = 'backend-stub/audit';
const pipelines = 'backend-stub/pipelines';
const creation = 'backend-stub/creation';
const doctor = 'backend-stub/doctor';
const ports = 'backend-stub/ports.ts';
const secretPort = 'backend-stub/secret-port.ts';
const timedCache = 'backend-stub/timed-cache.ts';
const backoff = 'backend-stub/backoff.ts';
const reconcile = 'backend-stub/reconcile';
const adapters = 'adapters know the outside, not each other';

export const rooms: readonly Room[] = [
  { room: contract, values: [], because: 'its words run anywhere, in a browser too' },
  { room: deployment, values: [contract, 'yaml', 'canonicalize', 'node:crypto'], because: 'decisions are pure' },
  { room: access, values: [contract], because: 'decisions are pure' },
  { room: pipelines, values: [contract], because: 'what it foresees is foreseen in a browser too' },
  { room: creation, values: [contract, access, 'yaml'], because: 'decisions are pure' },
  {
    room: doctor,
    values: [contract, deployment, access, 'yaml', 'node:net', 'node:timers/promises'],
    because: 'it judges what others have looked at',
  },
  {
    room: audit,
    values: [contract, 'canonicalize', 'node:crypto'],
    types: [deployment],
    because: 'decisions are pure',
  },
  {
    room: ports,
    values: [],
    types: [contract, deployment, access, audit, creation, pipelines],
    because: 'a port is a shape, not code',
  },
  { room: secretPort, values: [], because: 'a port is a shape, not code' },
  { room: timedCache, values: [], types: [ports], because: 'it knows time, and nothing of what it keeps' },
  {
    room: 'backend-stub/watched-files.ts',
    values: [deployment, 'node:crypto', 'node:fs/promises'],
    because: 'it knows files, and nothing of what stands in them',
  },
  { room: backoff, values: ['cockatiel'], because: 'it knows how long to wait, and nothing of what is tried' },
  {
    room: reconcile,
    values: [
      contract,
      deployment,
      access,
      audit,
      creation,
      pipelines,
      timedCache,
      backoff,
      'canonicalize',
      'node:crypto',
      'node:timers/promises',
      'node:util',
    ],
    types: [ports, 'pino'],
    because: 'the loop reaches the outside through ports only',
  },
  {
    room: 'backend-stub/control-plane',
    values: [contract, deployment, backoff, '@kubernetes/client-node', 'yaml', 'node:*'],
    types: [ports, secretPort, access, 'pino'],
    because: adapters,
  },
  {
    room: 'backend-stub/spinnaker',
    values: [contract, deployment, access, pipelines, timedCache, 'axios', 'node:*'],
    types: [ports, creation, doctor, 'pino'],
    because: adapters,
  },
  {
    room: 'backend-stub/oidc',
    values: [contract, deployment, 'jose'],
    types: [ports, access],
    because: adapters,
  },
  {
    room: 'backend-stub/store',
    values: [contract, deployment, access, audit, 'kysely', 'pg', 'canonicalize', 'node:*'],
    types: [ports, doctor, 'pino'],
    onDemand: ['@electric-sql/pglite'],
    because: adapters,
  },
  {
    room: 'backend-stub/secrets',
    values: [deployment, timedCache, 'axios', 'node:fs/promises', 'node:https'],
    types: [ports, secretPort],
    because: adapters,
  },
  {
    room: 'backend-stub/http',
    values: [
      contract,
      deployment,
      access,
      'backend-stub/tls-material.ts',
      'fastify',
      '@fastify/swagger',
      '@fastify/type-provider-typebox',
      'typebox',
      'prom-client',
      'node:*',
    ],
    types: [ports, reconcile, audit, 'pino'],
    because: 'what acts on the outside is given to it as functions',
  },
  {
    room: 'backend-stub/config-reader.ts',
    values: [contract, deployment, 'node:fs'],
    because: 'configuration is read before anything exists',
  },
  {
    room: 'backend-stub/tls-material.ts',
    values: ['node:crypto'],
    types: ['node:tls'],
    because: 'it says what can be used, and uses nothing',
  },
  {
    room: 'backend-stub/config-listeners.ts',
    values: ['backend-stub/tls-material.ts'],
    types: ['backend-stub/config-reader.ts'],
    because: 'configuration is read before anything exists',
  },
  {
    room: 'backend-stub/config-oidc.ts',
    values: [],
    types: ['backend-stub/config-reader.ts', 'backend-stub/oidc'],
    because: 'configuration is read before anything exists',
  },
  {
    room: 'backend-stub/config-accounts.ts',
    values: ['backend-stub/config-secrets.ts', contract],
    types: ['backend-stub'],
    because: 'configuration is read before anything exists',
  },
  {
    room: 'backend-stub/config-audit.ts',
    values: ['node:crypto'],
    types: ['backend-stub/config-reader.ts'],
    because: 'configuration is read before anything exists',
  },
  {
    room: 'backend-stub/config-plugin.ts',
    values: [doctor, 'node:crypto', 'node:fs', 'node:path'],
    types: ['backend-stub/config-reader.ts', 'backend-stub/http'],
    because: 'configuration is read before anything exists',
  },
  {
    room: 'backend-stub/config-doctor.ts',
    values: [],
    types: ['backend-stub/config-reader.ts'],
    because: 'configuration is read before anything exists',
  },
  {
    room: 'backend-stub/config-creation.ts',
    values: [contract],
    types: ['backend-stub/config-reader.ts'],
    because: 'configuration is read before anything exists',
  },
  {
    room: 'backend-stub/config-secrets.ts',
    values: [],
    types: ['backend-stub'],
    because: 'configuration is read before anything exists',
  },
  {
    room: 'backend-stub/config.ts',
    values: [
      'backend-stub/config-reader.ts',
      'backend-stub/config-oidc.ts',
      'backend-stub/config-secrets.ts',
      'backend-stub/config-accounts.ts',
      'backend-stub/config-audit.ts',
      'backend-stub/config-creation.ts',
      'backend-stub/config-doctor.ts',
      'backend-stub/config-listeners.ts',
      'backend-stub/config-plugin.ts',
      contract,
      deployment,
      access,
      'yaml',
      'node:*',
    ],
    types: ['backend-stub'],
    because: 'configuration is read before anything exists',
  },
  {
    room: 'backend-stub/renewals.ts',
    values: ['backend-stub/watched-files.ts', 'backend-stub/tls-material.ts', 'backend-stub/http', contract, access],
    types: ['backend-stub', 'fastify'],
    because: 'it joins files that change with what uses them',
  },
  {
    room: 'backend-stub/watched-rules.ts',
    values: [creation, 'backend-stub/renewals.ts'],
    types: ['backend-stub'],
    because: 'it joins a file that changes with what it explains',
  },
  {
    room: 'backend-stub/listeners.ts',
    values: ['backend-stub/http', 'backend-stub/renewals.ts'],
    types: ['backend-stub', 'fastify'],
    because: 'it joins the listeners with the secrets that open them',
  },
  {
    room: 'backend-stub/compose.ts',
    values: ['backend-stub', 'node:*'],
    types: ['fastify', 'pino'],
    because: 'it joins our own rooms and brings nothing from outside',
  },
  {
    room: 'backend-stub/audit-command.ts',
    values: ['backend-stub', 'node:crypto', 'node:fs', 'node:util'],
    because: 'it joins our own rooms and brings nothing from outside',
  },
  {
    room: 'backend-stub/plan-command.ts',
    values: ['backend-stub', 'node:fs', 'node:util'],
    because: 'it joins our own rooms and brings nothing from outside',
  },
  {
    room: 'backend-stub/start-problems.ts',
    values: [deployment, 'node:events', 'node:net'],
    types: ['backend-stub/config-listeners.ts'],
    because: 'it tries what the service is about to do, and keeps nothing of it',
  },
  {
    room: 'backend-stub/doctor-looks.ts',
    values: ['backend-stub', 'node:fs'],
    because: 'it joins our own rooms and brings nothing from outside',
  },
  {
    room: 'backend-stub/doctor-checks.ts',
    values: ['backend-stub'],
    because: 'it joins our own rooms and brings nothing from outside',
  },
  {
    room: 'backend-stub/doctor-command.ts',
    values: ['backend-stub', 'node:fs', 'node:util'],
    because: 'it joins our own rooms and brings nothing from outside',
  },
  {
    room: 'backend-stub/reseal-command.ts',
    values: ['backend-stub'],
    because: 'it joins our own rooms and brings nothing from outside',
  },
  ...frontendRooms,
  {
    room: 'backend-stub/main.ts',
    values: ['backend-stub', 'fastify', 'kysely', 'pg', 'pino', 'prom-client', 'node:*'],
    because: 'the service that an operator runs holds no stand-in',
  },
];
