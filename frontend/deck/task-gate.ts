import { REST } from '@spinnaker/core';
import type { TaskGate } from '../tasks/follow.ts';
import { answered } from './requests.ts';

export const taskGate: TaskGate = {
  sendTask: (task) => answered(REST('/tasks').post(task)),
  task: (id) => answered(REST('/tasks').path(id).get()),
};
