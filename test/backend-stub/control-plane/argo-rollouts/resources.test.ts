import { collectionPath } from '../../../../backend-stub/control-plane/argo-rollouts/resources.ts';

const asked = { account: 'prod', apiVersion: 'shop.example.com/v1', kind: 'Widget', name: 'left' };

describe('where the objects of a kind are', () => {
  it('is below their namespace, or nowhere', () => {
    const resource = { plural: 'widgets', namespaced: true };
    expect(collectionPath({ ...asked, namespace: 'shop' }, resource)).toBe(
      '/apis/shop.example.com/v1/namespaces/shop/widgets',
    );
    expect(() => collectionPath(asked, resource)).toThrow(
      'Widget left: a Widget needs a namespace, and none is given.',
    );
  });

  // Else an account that is kept to a namespace would reach what is there for all.
  it('is the whole cluster, and never for who asked for a namespace', () => {
    const resource = { plural: 'widgets', namespaced: false };
    expect(collectionPath(asked, resource)).toBe('/apis/shop.example.com/v1/widgets');
    expect(() => collectionPath({ ...asked, namespace: 'shop' }, resource)).toThrow(
      'Widget left: a Widget belongs to the whole cluster and to no namespace; an operator applies it outside of deployments.',
    );
  });
});
