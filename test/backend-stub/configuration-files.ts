import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Files that a configuration names: secrets in a folder of their own. */
export class ConfigurationFiles {
  readonly #folder = mkdtempSync(join(tmpdir(), 'gennaker-configuration-'));

  /** Writes a file and gives its path. Whoever looks at it meanwhile sees it as before or whole, as with a mounted Secret. */
  write(name: string, content: string | Uint8Array): string {
    const path = this.path(name);
    writeFileSync(`${path}.unfinished`, content);
    renameSync(`${path}.unfinished`, path);
    return path;
  }

  path(name: string): string {
    return join(this.#folder, name);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
