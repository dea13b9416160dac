import { missingOptionals } from './lock.ts';
import type { Lock, LockedPackage } from './lock.ts';
import { read } from './tracked-files.ts';

interface Manifest extends LockedPackage {
  readonly overrides?: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(read('package.json')) as Manifest;
const lock = JSON.parse(read('package-lock.json')) as Lock;

describe('the dependencies', () => {
  it('are pinned to exact versions', () => {
    const pins = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.overrides };
    const loose = Object.entries(pins).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
    expect(loose).toEqual([]);
  });

  it('are the same in package.json and in the lock', () => {
    const { dependencies, devDependencies } = lock.packages[''] ?? {};
    expect({ dependencies, devDependencies }).toEqual({
      dependencies: manifest.dependencies,
      devDependencies: manifest.devDependencies,
    });
  });

  it('are locked at the version that package.json asks for', () => {
    const asked = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    const different = asked.filter(([name, version]) => lock.packages[`node_modules/${name}`]?.version !== version);
    expect(different).toEqual([]);
  });

  it('have every optional package that they name in the lock, for every platform', () => {
    expect(missingOptionals(lock)).toEqual([]);
  });

  it('name no registry in the lock, so that each user keeps their own', () => {
    expect(Object.values(lock.packages).flatMap(({ resolved }) => resolved ?? [])).toEqual([]);
    expect(read('.npmrc')).toContain('omit-lockfile-registry-resolved=true');
  });
});

describe('the check of optional packages', () => {
  const packages = {
    'node_modules/esbuild': { optionalDependencies: { '@esbuild/linux-x64': '1.0.0' } },
    'node_modules/tsx/node_modules/esbuild': { optionalDependencies: { '@esbuild/linux-x64': '2.0.0' } },
  };

  it('finds what no place that Node looks in has', () => {
    expect(missingOptionals({ packages })).toEqual([
      'node_modules/esbuild needs @esbuild/linux-x64',
      'node_modules/tsx/node_modules/esbuild needs @esbuild/linux-x64',
    ]);
  });

  it('finds it beside the package, and at the top', () => {
    const beside = { ...packages, 'node_modules/tsx/node_modules/@esbuild/linux-x64': {} };
    expect(missingOptionals({ packages: beside })).toEqual(['node_modules/esbuild needs @esbuild/linux-x64']);
    expect(missingOptionals({ packages: { ...packages, 'node_modules/@esbuild/linux-x64': {} } })).toEqual([]);
  });
});
