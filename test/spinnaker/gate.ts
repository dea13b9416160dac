import { SmallService } from './small-service.ts';
import type { Asked, SmallAnswer } from './small-service.ts';

/** What Gate serves to Deck, and where its proxy leads. */
export interface GateContents {
  /** Plugins of its manifest; undefined: its cache was never filled. */
  readonly manifest: readonly { readonly id: string; readonly version: string }[] | undefined;
  /** By path below `/plugins/deck/`. */
  readonly assets: Readonly<Record<string, string>>;
  /** What answers behind the proxy `gennaker`; undefined: there is no such proxy. */
  readonly proxied: SmallAnswer | undefined;
}

export interface SmallGate {
  readonly url: string;
  readonly service: SmallService;
  readonly contents: GateContents;
  serve(contents: Partial<GateContents>): void;
  close(): Promise<void>;
}

/** The header of somebody who has logged in; without it Gate answers 500, as header login was recorded to. */
export const sessionHeader = { name: 'X-SPINNAKER-USER', value: 'admin@example.com' };

/** A small Gate, as far as it serves plugins and passes calls on: `plugin-manifest.json` and the sources say how. */
export async function startSmallGate(contents: GateContents): Promise<SmallGate> {
  let now = contents;
  const service = await SmallService.start((asked) => respond(now, asked));
  return {
    url: service.url,
    service,
    get contents() {
      return now;
    },
    serve(changed) {
      now = { ...now, ...changed };
    },
    close: () => service.close(),
  };
}

const notLoggedIn: SmallAnswer = {
  status: 500,
  body: {
    error: 'Internal Server Error',
    exception: 'org.springframework.security.web.authentication.preauth.PreAuthenticatedCredentialsNotFoundException',
    message: 'X-SPINNAKER-USER header not found in request.',
    status: 500,
  },
};

function respond({ manifest, assets, proxied }: GateContents, { path, headers }: Asked): SmallAnswer {
  if (headers[sessionHeader.name.toLowerCase()] === undefined) return notLoggedIn;
  if (path === '/plugins/deck/plugin-manifest.json')
    return manifest === undefined ? { status: 503 } : { status: 200, body: manifest };
  if (path.startsWith('/proxies/'))
    return proxied ?? { status: 400, body: { status: 400, message: "No proxy config found with id 'gennaker'" } };
  const asset = assets[path.replace('/plugins/deck/', '')];
  return asset === undefined
    ? { status: 404, body: { status: 404, error: 'Not Found' } }
    : { status: 200, body: asset, headers: { 'Content-Type': 'application/javascript' } };
}
