import { readYaml } from '../../../frontend/deck/yaml.ts';

describe('the text of a manifest', () => {
  it('is read with any number of documents', () => {
    expect(readYaml('kind: Service\n---\nkind: Deployment\n')).toEqual({ kind: 'read', documents: 2 });
    expect(readYaml('')).toEqual({ kind: 'read', documents: 0 });
  });

  it('is broken at a line and a column', () => {
    const text = 'kind: Service\nmetadata:\n  name: web\n   labels: {}\n';
    expect(readYaml(text)).toEqual({ kind: 'broken', line: 4, column: 10, reason: expect.stringContaining('mapping') });
  });

  it('is described without a picture of the place, which the editor shows anyway', () => {
    const broken = readYaml('a: [1\nb: 2\n');
    expect(broken.kind === 'broken' && broken.reason).not.toMatch(/\n|\^|line/);
  });
});
