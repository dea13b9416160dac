import type { Narrator } from './narrator.ts';
import { changes, versions } from './podinfo.ts';

/** What will happen, how long it takes, and what is not as in a real cluster. */
export function opening(narrator: Narrator, { built }: { built: boolean }): void {
  narrator.heading('Gennaker: from a pipeline to pods, with an approval and an abort');
  narrator.text(
    'A pipeline deploys podinfo for the first time; then a new version, which waits at a quarter of the pods for your ' +
      'approval; then a bad image, which stalls, is aborted and leaves the stable version.',
  );
  const build = 'First the control plane is built from source: about 8 minutes, once. Then it';
  narrator.text(
    `${built ? 'It' : build} takes about a minute and asks you once. Ctrl-C ends everything at any time.\n`,
  );
  narrator.text(
    'Real: Kubernetes API server, Argo Rollouts controller, the stage service. Small ones of our own: Orca, Fiat. ' +
      'Simulated: nodes and pods; nothing is pulled or run.',
  );
  narrator.text(
    "The manifests are those of podinfo's frontend (test/fixtures/manifests/podinfo), changed in these lines:",
  );
  for (const { from, to, because } of changes) narrator.text(`${from} -> ${to.split(': ')[1] ?? to}  (${because})`, 2);
  narrator.text(`tag of the image -> ${versions.next}, then ${versions.bad}  (simulated pods find no such image)`, 2);
  narrator.text('The bars: the weight that the steps ask for; then one sign for each pod, # for the new version.\n');
}

export function closing(narrator: Narrator, { whole, logs }: { whole: boolean; logs: string }): void {
  const seconds = narrator.seconds.toFixed(0);
  if (!whole) {
    narrator.text(
      `Left at the approval after ${seconds} s; everything has ended. The service's log is ${logs}/service.log.`,
    );
    return;
  }
  narrator.heading(`Shown in ${seconds} s`);
  narrator.text('A first deployment, a canary with an approval, a stall with its reason, and an abort.');
  narrator.text(`${logs}/service.log  what the service logged meanwhile`, 2);
  narrator.text('plugin.yaml  how Orca calls the service', 2);
  narrator.text('backend-stub/README.md  the service, room by room', 2);
  narrator.text('test/stage/  the same end to end, as tests', 2);
}
