/** On every Rollout that we apply, with the value `true`: the watches select by it. */
export const managedLabel = 'gennaker.dev/managed';
export const managedSelector = `${managedLabel}=true`;

/** Annotations, on everything that we apply. */
export const deploymentIdAnnotation = 'gennaker.dev/deployment-id';
/** The Orca execution that the deployment belongs to. */
export const executionAnnotation = 'gennaker.dev/execution';
