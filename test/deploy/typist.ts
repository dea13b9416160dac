import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../architecture/tracked-files.ts';
import { scratchFolder } from '../scratch-folder.ts';

export interface Typed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TypistOptions {
  /** With `kubectl` and `helm`, before what else this machine has. */
  readonly tools: string;
  readonly kubeconfig: string;
  readonly release: string;
  /** Host and port of one on this machine, which has no certificate. */
  readonly registry: string;
}

/** Somebody with a checkout, a release and a cluster, who types what a page says, in a folder where nobody else reads. */
export class Typist {
  readonly folder = scratchFolder('typist');
  /** The lines of pages that were typed, as they stand there. */
  readonly typed = new Set<string>();
  readonly #environment: NodeJS.ProcessEnv;

  constructor({ tools, kubeconfig, release, registry }: TypistOptions) {
    cpSync(join(root, 'deploy'), join(this.folder, 'deploy'), { recursive: true });
    mkdirSync(join(this.folder, 'dist'));
    symlinkSync(release, join(this.folder, 'dist/release'));
    mkdirSync(join(this.folder, '.config/containers'), { recursive: true });
    this.write('.config/containers/registries.conf', `[[registry]]\nlocation = "${registry}"\ninsecure = true\n`);
    this.#environment = {
      PATH: `${tools}:${join(this.folder, 'npm/bin')}:${process.env['PATH']}`,
      HOME: this.folder,
      KUBECONFIG: kubeconfig,
      npm_config_prefix: join(this.folder, 'npm'),
      npm_config_offline: 'true',
    };
  }

  write(name: string, text: string): string {
    const file = join(this.folder, name);
    writeFileSync(file, text);
    return file;
  }

  /** Types it with what a reader has in the place of what stands there, in `within` of his folder; never rejects. */
  async tries(line: string, fill: Readonly<Record<string, string>> = {}, within = '.'): Promise<Typed> {
    this.typed.add(line);
    const filled = Object.entries(fill).reduce((text, [from, to]) => text.replaceAll(from, to), line);
    const options = { cwd: join(this.folder, within), env: this.#environment };
    return new Promise((resolve) => {
      execFile('sh', ['-e', '-c', filled], options, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      });
    });
  }

  /** What it says. Rejects where it ends otherwise than with 0. */
  async types(line: string, fill: Readonly<Record<string, string>> = {}, within = '.'): Promise<string> {
    const { code, stdout, stderr } = await this.tries(line, fill, within);
    if (code !== 0) throw new Error(`${line} ended with ${code}: ${stderr}${stdout}`);
    return stdout;
  }
}
