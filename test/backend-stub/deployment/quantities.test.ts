import fc from 'fast-check';
import { canonicalQuantities, canonicalQuantity } from '../../../backend-stub/deployment/quantities.ts';
import { carries, quantity } from '../../../backend-stub/deployment/template.ts';
import { recorded } from './situations.ts';

describe('a quantity as Kubernetes writes it', () => {
  it.each([
    ['2048Mi', '2Gi'],
    ['2000m', '2'],
    ['0.5', '500m'],
    [2, '2'],
    [0.25, '250m'],
    ['1.5Gi', '1536Mi'],
    ['1024', '1024'],
    ['1000', '1k'],
    ['512Ki', '512Ki'],
    ['0.5Ki', '512'],
    ['0Mi', '0'],
    ['100m', '100m'],
    ['-1500m', '-1500m'],
    ['1e3', '1e3'],
    ['three', 'three'],
    ['', ''],
  ])('%p is written %p', (written, canonical) => {
    expect(canonicalQuantity(written)).toBe(canonical);
  });

  it('keeps its value and is stable when written again', () => {
    const suffix = fc.constantFrom('', 'm', 'k', 'M', 'Ki', 'Mi', 'Gi');
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(99), suffix, (whole, fraction, unit) => {
        const written = `${whole}.${String(fraction).padStart(2, '0')}${unit}`;
        const canonical = canonicalQuantity(written);
        expect(carries(written, canonical)).toBe(true);
        expect(canonicalQuantity(canonical)).toBe(canonical);
        expect(quantity(canonical)).toBeCloseTo(quantity(written) ?? Number.NaN, 3);
      }),
    );
  });

  it('is found wherever a pod template has one, and nothing else is touched', () => {
    const template = {
      spec: {
        containers: [
          {
            name: 'a',
            image: 'a:2048Mi',
            env: [{ name: 'LIMIT', value: '2048Mi' }],
            resources: { limits: { cpu: 2, memory: '2048Mi' } },
          },
        ],
        volumes: [{ name: 'scratch', emptyDir: { sizeLimit: '1024Mi' } }],
      },
    };
    expect(canonicalQuantities(template)).toEqual({
      spec: {
        containers: [
          {
            name: 'a',
            image: 'a:2048Mi',
            env: [{ name: 'LIMIT', value: '2048Mi' }],
            resources: { limits: { cpu: '2', memory: '2Gi' } },
          },
        ],
        volumes: [{ name: 'scratch', emptyDir: { sizeLimit: '1Gi' } }],
      },
    });
  });

  it('is what the recorded controller made of it', () => {
    const { replicaSets, applied } = recorded('aborted-with-quantity');
    expect(JSON.stringify(replicaSets)).toContain('2Gi');
    expect(JSON.stringify(applied.sent)).toContain('2048Mi');
    expect(canonicalQuantity('2048Mi')).toBe('2Gi');
  });
});
