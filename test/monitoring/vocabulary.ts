import { outcomes } from '../../backend-stub/contract/report.ts';
import { errorReply } from '../../backend-stub/http/failure-reply.ts';
import { failureKind } from '../../backend-stub/reconcile/failures.ts';
import type { CallEnd, DecisionEnd, RetriedWork } from '../../backend-stub/reconcile/services.ts';
import { read, sourceFiles } from '../architecture/tracked-files.ts';

const works: Readonly<Record<RetriedWork, true>> = {
  deployment: true,
  leases: true,
  'status lines': true,
  execution: true,
  'approver call': true,
  watch: true,
  'give-back': true,
};

const results: Readonly<Record<DecisionEnd | CallEnd, true>> = {
  done: true,
  failed: true,
  overtaken: true,
  sent: true,
  due: true,
};

/** Everything that is tried again by itself. */
export const retriedWorks: readonly string[] = Object.keys(works);

const service = sourceFiles.filter((file) => file.startsWith('backend-stub/')).map(read);

/** Names of all errors of the service. */
export const errorNames: readonly string[] = service.flatMap((text) =>
  [...text.matchAll(/class (\w+) extends Error/g)].map(([, name = '']) => name),
);

function errorNamed(name: string): Error {
  return Object.assign(new Error(name), { name });
}

/** Errors that are answered or tried again as something of the outside, and not as a fault of ours. */
export const expectedErrors: readonly string[] = errorNames.filter(
  (name) => failureKind(errorNamed(name)) !== 'fault' || errorReply(errorNamed(name), 'orca').statusCode !== 500,
);

/** Spinnaker's services that are counted. */
export const services: readonly string[] = [
  ...new Set(service.flatMap((text) => [...text.matchAll(/countedAs\('(\w+)'/g)].map(([, name = '']) => name))),
];

/** Values that labels may have beside those that a short life of the service shows. */
export const vocabulary: Readonly<Record<string, readonly string[]>> = {
  work: retriedWorks,
  reason: errorNames,
  service: services,
  outcome: [...errorNames, ...outcomes, 'no-answer', '502'],
  status: ['401', ...['', 'StoreUnavailable'].map((name) => String(errorReply(errorNamed(name), 'orca').statusCode))],
  state: ['open', 'broken'],
  result: Object.keys(results),
};
