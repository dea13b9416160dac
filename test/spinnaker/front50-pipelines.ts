import { SmallService, type Asked, type SmallAnswer } from './small-service.ts';

/** A pipeline as somebody wrote it. */
export type WrittenPipeline = Readonly<Record<string, unknown>> & { readonly application: string };

export interface SmallFront50 {
  readonly url: string;
  readonly service: SmallService;
  /** What it keeps from now on. */
  keep(pipelines: readonly WrittenPipeline[]): void;
  close(): Promise<void>;
}

/**
 * A small Front50: the pipelines of an application for whoever is named, and all service accounts, in the shape that a real one was
 * recorded with.
 */
export async function startFront50(
  pipelines: readonly WrittenPipeline[],
  serviceAccounts: readonly unknown[] = [],
): Promise<SmallFront50> {
  let kept = pipelines;
  const service = await SmallService.start((asked) => respond(kept, serviceAccounts, asked));
  return {
    url: service.url,
    service,
    keep: (next) => (kept = next),
    close: () => service.close(),
  };
}

function respond(
  pipelines: readonly WrittenPipeline[],
  serviceAccounts: readonly unknown[],
  asked: Asked,
): SmallAnswer {
  const [root, name = ''] = (asked.path.split('?')[0] ?? '').slice(1).split('/').map(decodeURIComponent);
  if (root === 'serviceAccounts') return { status: 200, body: serviceAccounts };
  if (root !== 'pipelines') return { status: 404, body: { status: 404, error: 'Not Found' } };
  // It lets READ be asked of Fiat, and knows nobody without a name.
  if (asked.headers['x-spinnaker-user'] === undefined)
    return { status: 403, body: { status: 403, error: 'Forbidden' } };
  return { status: 200, body: pipelines.filter(({ application }) => application.toLowerCase() === name.toLowerCase()) };
}
