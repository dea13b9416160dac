import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { root } from './tracked-files.ts';

const bulk = '/-/npm/v1/security/advisories/bulk';
const patience = 120_000;

interface Advisory {
  readonly name: string;
  readonly severity: string;
}

/** As much of a registry as `npm audit` asks for: advisories, by the names and versions that it sends. */
async function startRegistry(answers: boolean, { name, severity }: Advisory): Promise<Server> {
  const advisory = { id: 1, url: 'https://example.com/advisory', title: 'Made up', severity, vulnerable_versions: '*' };
  const server = createServer((request, response) => {
    const known = request.method === 'POST' && request.url === bulk;
    response.statusCode = known && answers ? 200 : known ? 405 : 404;
    response.setHeader('Content-Type', 'application/json');
    response.end(known && answers ? JSON.stringify({ [name]: [{ ...advisory, cwe: [], cvss: {} }] }) : '{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function audited(answers: boolean, advisory: Advisory): Promise<{ status: unknown; output: string }> {
  const server = await startRegistry(answers, advisory);
  const cache = mkdtempSync(join(tmpdir(), 'gennaker-npm-'));
  try {
    const { port } = server.address() as AddressInfo;
    // npm remembers advisories by their number.
    const npm = { npm_config_registry: `http://127.0.0.1:${port}/`, npm_config_cache: cache };
    const env = { ...process.env, ...npm, GENNAKER_LEFT_OUT: '' };
    const child = spawn(process.execPath, [join(root, 'scripts/test/dependencies.mjs')], { cwd: root, env });
    const [output, [status]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    return { status, output };
  } finally {
    server.closeAllConnections();
    server.close();
    rmSync(cache, { recursive: true, force: true });
  }
}

describe('the audit of the dependencies', () => {
  it.each([
    ['fails for a grave one of what the service runs with, and says which', 'fastify', 'critical', 1],
    ['passes over one that is not grave', 'fastify', 'moderate', 0],
    ['passes over one that only tests use', 'jest', 'critical', 0],
  ])(
    '%s',
    async (_case, name, severity, status) => {
      const audit = await audited(true, { name, severity });
      const told = audit.output.includes(`${name} has a ${severity} vulnerability: Made up`);
      expect([audit.status, told]).toEqual([status, status === 1]);
      expect(audit.output).not.toContain('left out');
    },
    patience,
  );

  it(
    'says that it was left out where the registry makes none, and does not fail',
    async () => {
      expect(await audited(false, { name: 'fastify', severity: 'critical' })).toEqual({
        status: 0,
        output: 'left out: the audit of the dependencies, since the registry makes none: it answered 405\n',
      });
    },
    patience,
  );
});
