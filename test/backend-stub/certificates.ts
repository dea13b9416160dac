import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certified {
  /** PEM. */
  readonly certificate: string;
  readonly key: string;
}

/** Days from now; the default is from yesterday until in a month. */
export interface Validity {
  readonly from?: number;
  readonly until?: number;
}

const day = 86_400_000;
const settings = `[ca]
default_ca = own
[own]
database = index.txt
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = leaf
unique_subject = no
[any]
commonName = supplied
[leaf]
subjectAltName = IP:127.0.0.1
`;

/** A certificate authority as an operator makes one, with `openssl`, and whatever it signs. */
export class Authority {
  readonly certificate: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'gennaker-authority-'));

  constructor(name: string) {
    writeFileSync(join(this.#folder, 'ca.cnf'), settings);
    writeFileSync(join(this.#folder, 'index.txt'), '');
    this.#openssl('req', '-x509', ...newKey('ca.key'), '-subj', `/CN=${name}`, '-days', '30', '-out', 'ca.crt');
    this.certificate = this.#read('ca.crt');
  }

  sign(name: string, { from = -1, until = 30 }: Validity = {}): Certified {
    this.#openssl('req', '-new', ...newKey('leaf.key'), '-subj', `/CN=${name}`, '-out', 'leaf.csr');
    const authority = ['-config', 'ca.cnf', '-cert', 'ca.crt', '-keyfile', 'ca.key', '-batch', '-notext'];
    const times = ['-startdate', moment(from), '-enddate', moment(until)];
    this.#openssl('ca', ...authority, ...times, '-in', 'leaf.csr', '-out', 'leaf.crt');
    return { certificate: this.#read('leaf.crt'), key: this.#read('leaf.key') };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #read(file: string): string {
    return readFileSync(join(this.#folder, file), 'utf8');
  }

  #openssl(...words: readonly string[]): void {
    execFileSync('openssl', words, { cwd: this.#folder, stdio: ['ignore', 'ignore', 'pipe'] });
  }
}

function newKey(file: string): readonly string[] {
  return ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', file];
}

/** As `openssl` writes it: 20261122153837Z. */
function moment(days: number): string {
  return `${new Date(Date.now() + days * day).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
}
