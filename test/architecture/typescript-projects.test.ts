import { join, relative } from 'node:path';
import ts from 'typescript';
import { root } from './tracked-files.ts';

interface Project {
  readonly files: readonly string[];
  /** Paths of the projects whose declarations it reads instead of their sources. */
  readonly references: readonly string[];
}

function project(path: string): Project {
  const { config, error } = ts.readConfigFile(path, (name) => ts.sys.readFile(name));
  if (error !== undefined) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, '\n'));
  const { fileNames, projectReferences = [] } = ts.parseJsonConfigFileContent(config, ts.sys, root, undefined, path);
  return { files: fileNames, references: projectReferences.map((reference) => reference.path) };
}

describe('A project of TypeScript', () => {
  // Whoever reads a shared file takes the declaration of the one project or of the other. That of the other is made only
  // by hand or by an older commit: an old checkout stays green, and a clean one is red.
  it('has no file that a project has which it refers to', () => {
    const paths = project(join(root, 'tsconfig.json')).references;
    const shared = paths.flatMap((path) => {
      const { files, references } = project(path);
      const others = new Set(references.flatMap((reference) => project(reference).files));
      return files.filter((file) => others.has(file)).map((file) => `${relative(root, path)}: ${relative(root, file)}`);
    });
    expect(shared).toEqual([]);
    expect(paths.flatMap((path) => project(path).files).length).toBeGreaterThan(1000);
  });
});
