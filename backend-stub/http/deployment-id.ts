/** What the service gives out as ids (UUIDs), with room for another kind. The store need not be asked for anything else. */
const deploymentId = /^[0-9A-Za-z-]{1,64}$/;

export function isDeploymentId(text: string): boolean {
  return deploymentId.test(text);
}
