import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SharedLibraries } from './shared-libraries.ts';

/** Nobody that a node knows: who takes over the process has no rights outside of it. */
export const imageUser = 65532;

const systemFiles: Readonly<Record<string, string>> = {
  'etc/passwd': `root:x:0:0:root:/:/sbin/nologin\ngennaker:x:${imageUser}:${imageUser}:gennaker:/opt/gennaker:/sbin/nologin\n`,
  'etc/group': `root:x:0:\ngennaker:x:${imageUser}:\n`,
  // Names are looked up in the hosts of the pod first, then asked for.
  'etc/nsswitch.conf': 'hosts: files dns\n',
};

/** Node, what it is loaded with, and nothing that a person could log in with. */
export function laySystem(root: string, nodeFolder: string, { files, packages }: SharedLibraries): void {
  place(join(nodeFolder, 'bin', 'node'), join(root, 'usr/local/bin/node'));
  place(join(nodeFolder, 'LICENSE'), join(root, 'usr/share/doc/node/copyright'));
  for (const file of files) place(file, join(root, file));
  for (const [name, text] of Object.entries(systemFiles)) write(join(root, name), text);
  // So that a scanner of images knows what it looks at.
  place('/etc/os-release', join(root, 'etc/os-release'));
  for (const { name, copyrightFile } of packages) {
    place(copyrightFile, join(root, copyrightFile));
    const status = execFileSync('dpkg-query', ['--status', `${name}:amd64`], { encoding: 'utf8' });
    write(join(root, 'var/lib/dpkg/status.d', name), status);
  }
}

/** The service as it lies in a folder, to where the image starts it. */
export function layApplication(root: string, serviceFolder: string): void {
  cpSync(serviceFolder, join(root, 'opt/gennaker'), { recursive: true });
}

function place(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
