/** The parts of package-lock.json (lockfileVersion 3) that are checked. */
export interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

export interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * Optional dependencies that a package of the lock names and the lock lacks, as `package needs dependency`.
 * `npm install` drops a platform package that its registry does not have yet, without a word; `npm ci` then refuses the lock.
 */
export function missingOptionals({ packages }: Lock): readonly string[] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !placesToLook(path).some((place) => `${place}node_modules/${name}` in packages))
      .map((name) => `${path} needs ${name}`),
  );
}

/** As Node resolves: beside the package's own modules first, then one level up after another. */
function placesToLook(path: string): readonly string[] {
  const parts = path === '' ? [] : path.split(/\/?node_modules\//).slice(1);
  return Array.from({ length: parts.length + 1 }, (_, index) =>
    parts
      .slice(0, parts.length - index)
      .map((part) => `node_modules/${part}/`)
      .join(''),
  );
}
