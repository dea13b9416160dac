import { execFileSync } from 'node:child_process';

/** What is in the folder, or one entry of it. Everything belongs to root, can be read by all, changed by nobody else, and is of the same time. */
export function writeTar(folder: string, archive: string, entry = '.'): void {
  const same = ['--sort=name', '--format=ustar', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
  execFileSync('tar', ['--create', ...same, '--mode=u=rwX,go=rX', `--file=${archive}`, `--directory=${folder}`, entry]);
}

/** `archive.gz` takes the place of the archive. */
export function compress(archive: string): void {
  execFileSync('gzip', ['--no-name', '--force', archive]);
}
