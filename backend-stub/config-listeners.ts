import type { ConfigReader } from './config-reader.ts';
import { tlsProblem } from './tls-material.ts';
import type { TlsMaterial } from './tls-material.ts';

export interface Listeners {
  readonly orca: Listener;
  readonly people: Listener;
  /** For the kubelet and Prometheus; absent: they ask the one for Orca. */
  readonly operations?: Listener;
}

export interface Listener {
  readonly host: string;
  readonly port: number;
  /** Absent: plain HTTP. */
  readonly tls?: Tls;
}

export interface Tls {
  readonly material: TlsMaterial;
  /** Certificate, key and, if there is one, authority: to be read again while the service runs. */
  readonly files: readonly string[];
}

export function readListeners(root: ConfigReader): Listeners {
  const section = root.optionalSection('listeners', ['orca', 'people', 'operations']);
  const own = section.has('operations') ? { operations: readListener(section, 'operations', 8082) } : {};
  const listeners = {
    orca: readListener(section, 'orca', 8081),
    people: readListener(section, 'people', 8080),
    ...own,
  };
  checkPorts(section, listeners);
  // Found at the first probe otherwise, when the kubelet ends the replica.
  if (listeners.orca.tls?.material.clientCa !== undefined && listeners.operations === undefined)
    section.problem(
      'operations',
      'must be given with listeners.orca.tls.clientCaFile: the kubelet and Prometheus bring no certificate',
    );
  if (listeners.orca.tls !== undefined && /^http:/.test(root.textOr('publicUrl', '')))
    root.problem('publicUrl', 'must begin with https://, since listeners.orca.tls is given');
  return listeners;
}

function checkPorts(section: ConfigReader, listeners: Listeners): void {
  const taken = new Map<number, string>();
  for (const name of ['orca', 'people', 'operations'] as const) {
    const port = listeners[name]?.port ?? 0;
    const other = taken.get(port);
    if (other !== undefined && port !== 0)
      section.problem(`${name}.port`, `must differ from listeners.${other}.port, which is ${port} too`);
    taken.set(port, name);
  }
}

/** Operations are plain: what asks there brings no certificate and looks at none. */
function readListener(listeners: ConfigReader, name: string, port: number): Listener {
  const keys = name === 'operations' ? ['host', 'port'] : ['host', 'port', 'tls'];
  const listener = listeners.optionalSection(name, keys);
  return {
    host: listener.textOr('host', '0.0.0.0'),
    port: listener.integer('port', port, { least: 0, most: 65_535 }),
    ...(listener.has('tls') ? { tls: readTls(listener) } : {}),
  };
}

function readTls(listener: ConfigReader): Tls {
  const tls = listener.section('tls', ['certificateFile', 'keyFile', 'clientCaFile']);
  const asksForCertificate = tls.has('clientCaFile');
  const names = ['certificateFile', 'keyFile', ...(asksForCertificate ? ['clientCaFile'] : [])];
  const [certificate = '', key = '', clientCa] = names.map((name) => tls.secretFile(name));
  const material = { certificate, key, ...(clientCa === undefined ? {} : { clientCa }) };
  const isRead = ![certificate, key, clientCa].includes('');
  const problem = isRead ? tlsProblem(material) : undefined;
  if (problem !== undefined) tls.problem(problem.file, problem.sentence);
  return { material, files: isRead ? names.map((name) => tls.text(name)) : [] };
}
