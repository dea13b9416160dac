/** On every Rollout that we apply, with the value `true`: the watches select by it. */
export const managedLabel = 'gennaker.dev/managed';
export const managedSelector = `${managedLabel}=true`;

/** Annotations, on everything that we apply. */
export const deploymentIdAnnotation = 'gennaker.dev/deployment-id';
/** The Orca execution that the deployment belongs to. */
export const executionAnnotation = 'gennaker.dev/execution';

/**
 * On the Rollout that is made beside a running Deployment to take it over, with the hash of the Deployment's template. The
 * first apply of a plan takes it off again.
 */
export const takingOverAnnotation = 'gennaker.dev/taking-over';
/** On the Deployment that a Rollout has taken over, which is kept at no pods: the Rollout. */
export const takenOverAnnotation = 'gennaker.dev/taken-over-by';
/** On a Rollout whose workload is being given back: no deployment may begin meanwhile. */
export const givingBackAnnotation = 'gennaker.dev/giving-back';
/** On the Deployment that gets it back: the pod hash whose template it was given. */
export const givenBackAnnotation = 'gennaker.dev/given-back-from';
