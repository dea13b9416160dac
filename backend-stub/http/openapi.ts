import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';

export interface Described {
  readonly title: string;
  readonly description: string;
  readonly securitySchemes?: Readonly<Record<string, SecurityScheme>>;
}

type SecurityScheme =
  | { readonly type: 'http'; readonly scheme: 'bearer'; readonly description: string }
  | { readonly type: 'openIdConnect'; readonly openIdConnectUrl: string; readonly description: string };

/** The document is made from the schemas that check the requests. */
export async function addOpenApi(app: FastifyInstance, { securitySchemes, ...info }: Described): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { ...info, version: '1' },
      ...(securitySchemes === undefined ? {} : { components: { securitySchemes: { ...securitySchemes } } }),
    },
    // A shape inside another one is referred to by its own name and not by a number.
    refResolver: {
      buildLocalReference: ({ $id }, _base, fragment) => (typeof $id === 'string' ? $id : fragment),
    },
  });
  app.get('/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}

export const orcaBearerScheme = {
  orcaBearer: { type: 'http', scheme: 'bearer', description: "A token of orca.bearerFiles: Orca's sensitiveHeaders." },
} as const;

export function machineTokenScheme(issuer: string): Readonly<Record<'machineToken', SecurityScheme>> {
  const openIdConnectUrl = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const description = 'A JWT of this issuer by client credentials, with the scope that the route names.';
  return { machineToken: { type: 'openIdConnect', openIdConnectUrl, description } };
}

/** Says of every route that is added to this part of the listener from now on what opens it. */
export function requireScheme(
  routes: FastifyInstance,
  opens: (route: string) => Readonly<Record<string, string[]>>,
): void {
  routes.addHook('onRoute', (route) => {
    const methods = [route.method].flat();
    route.schema = { ...route.schema, security: methods.map((method) => opens(`${method} ${route.url}`)) };
  });
}
