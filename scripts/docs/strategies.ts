import { parseDeployment } from '../../backend-stub/contract/parse-deployment.ts';
import { strategyDrawing } from './strategy-drawing.ts';

export interface Drawing {
  /** Beside the page. */
  readonly file: string;
  readonly svg: string;
}

/** Of each picture in `docs/strategies.md`, the drawing of the steps that stand below it. Throws where they are not the service's. */
export function drawingsOf(page: string): readonly Drawing[] {
  const found = [...page.matchAll(/!\[([^\]]*)\]\(([\w-]+\.svg)\)\s+```json\n([^]*?)```/g)];
  return found.map(([, title = '', file = '', text = '']) => {
    const steps: unknown = JSON.parse(text);
    const manifest = { source: 'text', text: 'kind: Deployment' };
    const parsed = parseDeployment({ targets: [{ account: 'prod' }], manifest, strategy: { canary: { steps } } });
    if (parsed.kind === 'invalid') throw new Error(`${file}: ${JSON.stringify(parsed.problems)}`);
    return { file, svg: strategyDrawing(parsed.deployment.strategy.canary.steps, title) };
  });
}
