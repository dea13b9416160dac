import type { SeenRollout } from '../../backend-stub/contract/decision.ts';
import { defined } from '../../backend-stub/contract/defined.ts';
import type { AuditLine, AuditLines } from './audit-lines.ts';
import type { Part } from './part.ts';

export function readAudit(part: Part): AuditLines {
  return { records: part.list('records', readLine), ...defined({ next: part.textIfAny('next') }) };
}

function readLine(part: Part): AuditLine {
  return {
    tenant: part.text('tenant'),
    sequence: part.number('sequence'),
    at: part.text('at'),
    previous: part.text('previous'),
    hash: part.text('hash'),
    kind: part.text('kind'),
    action: part.text('action'),
    actor: readActor(part.part('actor')),
    sentence: part.text('sentence'),
    ...defined({
      application: part.textIfAny('application'),
      account: part.textIfAny('account'),
      deployment: part.textIfAny('deployment'),
      execution: part.textIfAny('execution'),
      stage: part.textIfAny('stage'),
      step: part.numberIfAny('step'),
      seen: part.has('seen') ? part.list('seen', readSeen) : undefined,
      reason: part.textIfAny('reason'),
      result: part.textIfAny('result'),
      times: part.numberIfAny('times'),
    }),
  };
}

function readActor(part: Part): AuditLine['actor'] {
  return {
    name: part.text('name'),
    through: part.text('through'),
    ...defined({
      subject: part.textIfAny('subject'),
      roles: part.has('roles') ? part.texts('roles') : undefined,
    }),
    ...(part.has('admin') && part.flag('admin') ? { admin: true } : {}),
  };
}

function readSeen(part: Part): SeenRollout {
  return { rollout: part.text('rollout'), podHash: part.text('podHash'), stepIndex: part.number('stepIndex') };
}
