import { brokenImports } from './imports.ts';
import { rooms } from './rooms.ts';
import { read, sourceFiles } from './tracked-files.ts';

const check = (file: string, text: string): readonly string[] => brokenImports(rooms, `backend-stub/${file}`, text);

describe('the import table', () => {
  it('holds in every source file', () => {
    expect(sourceFiles.length).toBeGreaterThan(0);
    expect(sourceFiles.flatMap((file) => brokenImports(rooms, file, read(file)))).toEqual([]);
  });

  it('lets the service rely only on packages that are built into it', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { readonly dependencies: object };
    const ofTheService = rooms.filter(({ room }) => room.startsWith('backend-stub'));
    const packages = ofTheService.flatMap(({ values }) => values).filter((name) => !/^(node:|backend-stub)/.test(name));
    expect(packages.filter((name) => !(name in dependencies))).toEqual([]);
  });
});

describe('the check of imports', () => {
  it('says in a sentence what may not be imported, and why', () => {
    expect(check('deployment/plan.ts', `import { createApp } from '../http/app.ts';`)).toEqual([
      'backend-stub/deployment/plan.ts imports ../http/app.ts: deployment may import only deployment, contract, yaml, canonicalize and node:crypto, because decisions are pure.',
    ]);
  });

  it.each([
    ['contract/a.ts', `import { parse } from 'yaml';`],
    ['contract/a.ts', `import type { Plan } from '../deployment/record.ts';`],
    ['contract/a.ts', `import { createHash } from 'node:crypto';`],
    ['access/a.ts', `export * from '../deployment/record.ts';`],
    ['deployment/a.ts', `const fs = await import('node:fs');`],
    ['deployment/a.ts', `import { readFileSync } from 'fs';`],
    ['deployment/a.ts', `type App = import('../http/app.ts').App;`],
    ['store/a.ts', `import { Fiat } from '../spinnaker/fiat.ts';`],
    ['store/a.ts', `import axios from 'axios';`],
    ['store/a.ts', `import { PGlite } from '@electric-sql/pglite';`],
    ['reconcile/a.ts', `import type { Routes } from '../http/routes.ts';`],
    ['http/a.ts', `import process from 'node:process';`],
    ['http/a.ts', `import { start } from '../reconcile/start.ts';`],
    ['http/a.ts', `import { actions } from '../ports.ts';`],
    ['http/a.ts', `const load = (name: string) => import(name);`],
    ['store/a.ts', `import axios = require('axios');`],
    ['main.ts', `import { recordedFiat } from '../test/spinnaker/fiat.ts';`],
    ['ports.ts', `import { refuse } from './contract/refusal.ts';`],
    ['contract-extras/a.ts', `export const nothing = 1;`],
  ])('refuses in %s: %s', (file, text) => {
    expect(check(file, text)).toHaveLength(1);
  });

  it.each([
    ['contract/a.ts', `import { refuse } from './refusal.ts';`],
    ['deployment/canary/a.ts', `import { stringify } from 'yaml'; import { refuse } from '../../contract/refusal.ts';`],
    ['ports.ts', `import type { Refusal } from './contract/refusal.ts';`],
    ['store/a.ts', `import type { PGlite } from '@electric-sql/pglite'; import { createCipheriv } from 'node:crypto';`],
    ['store/a.ts', `const { PGlite } = await import('@electric-sql/pglite');`],
    ['http/a.ts', `import type { Start } from '../reconcile/start.ts'; import fastify from 'fastify';`],
    ['main.ts', `import { createApp } from './http/app.ts';`],
  ])('allows in %s: %s', (file, text) => {
    expect(check(file, text)).toEqual([]);
  });
});
