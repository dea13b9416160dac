import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stringify } from 'yaml';
import { fieldsOf } from '../backend-stub/gennaker-process.ts';
import type { UnpackedImage } from './unpacked-image.ts';

/** The service of an image, started as the image says, with a configuration laid where one is mounted. */
export class ImageProcess {
  readonly errors: string[] = [];
  readonly #process: ChildProcess;
  readonly #addresses: Promise<readonly [orcaUrl: string, peopleUrl: string]>;

  constructor(image: UnpackedImage, databaseUrl: string) {
    const folder = join(image.root, 'etc/gennaker');
    mkdirSync(folder);
    writeFileSync(join(folder, 'bearer'), 'the-bearer-of-orca');
    writeFileSync(join(folder, 'url'), databaseUrl);
    writeFileSync(join(folder, 'gennaker.yaml'), stringify(configuration));
    const [program, ...words] = image.command(['serve', '--config', '/etc/gennaker/gennaker.yaml']);
    // `chroot` itself is looked up outside.
    const environment = { ...image.environment, PATH: `${image.environment['PATH']}:/usr/sbin:/usr/bin:/sbin:/bin` };
    this.#process = spawn(program, words, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#addresses = this.#read();
  }

  /** Where it serves, once it does; throws when it ends before. */
  addresses(): Promise<readonly [orcaUrl: string, peopleUrl: string]> {
    return this.#addresses;
  }

  async end(): Promise<void> {
    const ended = once(this.#process, 'close');
    if (this.#process.kill('SIGKILL')) await ended;
  }

  async #read(): Promise<readonly [orcaUrl: string, peopleUrl: string]> {
    const { stdout, stderr } = this.#process;
    if (stdout === null || stderr === null) throw new Error('It was started without its output.');
    createInterface({ input: stderr }).on('line', (line) => this.errors.push(line));
    for await (const line of createInterface({ input: stdout })) {
      const fields = fieldsOf(line);
      if (fields['msg'] === 'gennaker serves') return [String(fields['orcaUrl']), String(fields['peopleUrl'])];
    }
    throw new Error(`It ended before it served: ${this.errors.join('\n')}`);
  }
}

const local = { host: '127.0.0.1', port: 0 };
const configuration = {
  listeners: { orca: local, people: local },
  publicUrl: 'http://gennaker.gennaker.svc:8081',
  orca: { url: 'http://127.0.0.1:1', readAs: 'reader@example.com', bearerFiles: ['/etc/gennaker/bearer'] },
  access: 'open',
  postgres: { urlFile: '/etc/gennaker/url' },
  accounts: [{ name: 'prod', kubeconfig: '/etc/gennaker/none' }],
  pluginFolder: '/opt/gennaker/plugin',
};
