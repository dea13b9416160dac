import { versions } from './sample.ts';
import { welcome } from './welcome.ts';
import type { Welcoming } from './welcome.ts';

const somewhere = {
  url: 'http://localhost:9000',
  namespace: 'shop',
  pipeline: { id: 'one', application: 'shop', name: 'Deploy podinfo', stages: [] },
};
const cluster = { kubeconfig: () => '/a/kubeconfig' };
const said = (ground: Pick<Welcoming, 'isRealCluster' | 'cluster'>): string =>
  welcome({ ...somewhere, ...ground }, '.run');

describe('what npm start prints when everything is up', () => {
  it('says of the first run on a cluster of somebody that it takes no step, and what to change for one that does', () => {
    const text = said({ isRealCluster: true, cluster: undefined });
    expect(text).toContain(`takes no step. Change the image's tag to ${versions.first}`);
    expect(text).toContain('what you start changes its namespace shop');
  });

  it('says how to look at the control plane of this machine, where a version runs already', () => {
    const text = said({ isRealCluster: true, cluster });
    expect(text).toContain('kubectl --kubeconfig /a/kubeconfig -n shop get rollouts,pods');
    expect(text).not.toContain('takes no step');
  });

  it('says neither of the simulated one', () => {
    expect(said({ isRealCluster: false, cluster })).not.toMatch(/kubectl|takes no step|real/);
  });
});
