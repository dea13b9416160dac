import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { at, listAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { scratchFolder } from '../scratch-folder.ts';

/** An OCI image layout in a tar, unpacked as whoever runs it does: https://github.com/opencontainers/image-spec */
export class UnpackedImage {
  readonly root: string;
  readonly configuration: unknown;
  readonly #layout = scratchFolder('layout');

  constructor(archive: string) {
    this.root = join(this.#layout, 'root');
    mkdirSync(this.root);
    execFileSync('tar', ['-xf', archive, '-C', this.#layout]);
    const manifest = this.#blob(listAt(this.#read(join(this.#layout, 'index.json')), 'manifests')[0]);
    this.configuration = this.#blob(at(manifest, 'config'));
    for (const layer of listAt(manifest, 'layers'))
      execFileSync('tar', ['-xzf', this.#file(layer), '--same-permissions', '-C', this.root]);
  }

  /** Paths of everything in it that is no folder, without the first slash. */
  get files(): readonly string[] {
    return readdirSync(this.root, { recursive: true, encoding: 'utf8' })
      .filter((path) => !statSync(join(this.root, path)).isDirectory())
      .toSorted();
  }

  get bytes(): number {
    return this.files.reduce((sum, path) => sum + statSync(join(this.root, path)).size, 0);
  }

  /** The command that starts it. */
  command(words: readonly string[]): readonly [string, ...string[]] {
    return this.closedIn([...texts(this.configuration, 'config', 'Entrypoint'), ...words]);
  }

  /** Any command, as its user, closed in its root. */
  closedIn(words: readonly string[]): readonly [string, ...string[]] {
    const user = textAt(this.configuration, 'config', 'User') ?? '';
    // Only root may close itself in; who is not can be root of a namespace of his own.
    const closed = process.getuid?.() === 0 ? ['--userspec', user] : [];
    const chroot = ['chroot', ...closed, this.root, ...words] as const;
    return process.getuid?.() === 0 ? chroot : ['unshare', '--map-root-user', ...chroot];
  }

  get environment(): Readonly<Record<string, string>> {
    const lines = texts(this.configuration, 'config', 'Env');
    return Object.fromEntries(lines.map((line) => [line.replace(/=.*/, ''), line.replace(/^[^=]*=/, '')]));
  }

  remove(): void {
    rmSync(this.#layout, { recursive: true, force: true });
  }

  #blob(descriptor: unknown): unknown {
    return this.#read(this.#file(descriptor));
  }

  #file(descriptor: unknown): string {
    return join(this.#layout, 'blobs', (textAt(descriptor, 'digest') ?? '').replace(':', '/'));
  }

  #read(file: string): unknown {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return read;
  }
}

function texts(value: unknown, ...path: readonly string[]): readonly string[] {
  return listAt(value, ...path).filter((item) => typeof item === 'string');
}
