import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { listAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Serious and critical violations below a selector, one sentence each. Rejects when nothing fits the selector. */
export async function violations(page: Page, selector: string): Promise<readonly string[]> {
  await page.evaluate(axe);
  const result = await page.evaluate<unknown>(
    `axe.run(${JSON.stringify(selector)}, { resultTypes: ['violations'] }).then(({ violations }) => ({ violations }))`,
  );
  return listAt(result, 'violations')
    .filter((violation) => ['serious', 'critical'].includes(textAt(violation, 'impact') ?? ''))
    .flatMap((violation) => listAt(violation, 'nodes').map((node) => sentence(violation, node)));
}

function sentence(violation: unknown, node: unknown): string {
  const where = listAt(node, 'target').join(' ');
  return `${textAt(violation, 'impact')}: ${textAt(violation, 'help')} (${textAt(violation, 'id')}) at ${where}`;
}
