import type { Room } from './room.ts';

const contract = 'backend-stub/contract';
const pipelines = 'backend-stub/pipelines';
const doctor = 'backend-stub/doctor';

/** What runs in Deck. */
export const frontendRooms: readonly Room[] = [
  {
    room: 'frontend',
    values: [
      'frontend/deck',
      'frontend/stage',
      'frontend/execution',
      'frontend/audit',
      'frontend/create-application',
      'frontend/application-creation',
      'frontend/doctor',
      'frontend/pipeline-permissions',
      'frontend/access',
      'frontend/service-accounts',
      'frontend/service',
    ],
    because: 'it joins the rooms and holds no logic',
  },
  {
    room: 'frontend/deck',
    values: [contract, 'frontend/view', '@spinnaker/core', '@uirouter/react', 'react', 'react-dom'],
    types: [
      'frontend/stage',
      'frontend/execution',
      'frontend/audit',
      'frontend/create-application',
      'frontend/application-creation',
      'frontend/doctor',
      'frontend/pipeline-permissions',
      'frontend/access',
      'frontend/service-accounts',
      'frontend/service',
      'frontend/tasks',
    ],
    because: 'it knows Deck, and the other rooms only by their shapes',
  },
  { room: 'frontend/view', values: [contract, 'react'], because: 'what it shows is given to it' },
  { room: 'frontend/service', values: [contract], because: 'how a call travels is given to it' },
  { room: 'frontend/csv', values: [], because: 'what it writes is given to it' },
  ...['frontend/stage', 'frontend/execution', 'frontend/audit'].map((room) => ({
    room,
    values: [
      ...[contract, 'frontend/deck', 'frontend/view', 'frontend/service', 'react'],
      ...(room === 'frontend/audit' ? ['frontend/csv'] : []),
    ],
    types: room === 'frontend/execution' ? ['frontend/audit'] : [],
    because: 'Deck is reached through its own room only',
  })),
  {
    room: 'frontend/tasks',
    values: [contract],
    types: ['frontend/service'],
    because: 'how a call travels is given to it',
  },
  {
    room: 'frontend/create-application',
    values: [contract, 'frontend/view', 'frontend/tasks', 'react'],
    types: ['frontend/service'],
    because: 'Deck and the service are given to it as functions',
  },
  {
    room: 'frontend/application-creation',
    values: [contract, 'frontend/view', 'frontend/service', 'react'],
    because: 'Deck is reached through its own room only',
  },
  ...['frontend/pipeline-permissions', 'frontend/service-accounts'].map((room) => ({
    room,
    values: [contract, pipelines, 'frontend/view', 'frontend/tasks', 'react'],
    types: ['frontend/service'],
    because: 'Deck is reached through its own room only',
  })),
  {
    room: 'frontend/doctor',
    values: [contract, doctor, 'frontend/view', 'frontend/service', 'react'],
    because: 'Deck is reached through its own room only, and it judges what Gate serves as the command does',
  },
  {
    room: 'frontend/access',
    values: [contract, pipelines, 'frontend/view', 'frontend/csv', 'frontend/pipeline-permissions', 'react'],
    types: ['frontend/service'],
    because: 'Deck is reached through its own room only',
  },
];
