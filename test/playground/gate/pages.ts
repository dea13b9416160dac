import type { FastifyInstance } from 'fastify';
import { bar, landing, sceneText } from './bar.ts';
import { barScript, barStyle } from './bar-assets.ts';
import type { GateParts } from './gate-parts.ts';
import { identityCookie, userOf } from './identity.ts';
import { escaped } from './markup.ts';

/** The page that Deck lives in, and the playground's own. */
export function routePages(app: FastifyInstance, parts: GateParts): void {
  const { users, scene } = parts;
  app.get('/', (request, reply) => {
    reply.header('Cache-Control', 'no-store').type('text/html; charset=utf-8');
    return deckPage(bar(users, userOf(request, users), scene));
  });
  app.get('/playground/bar.css', (_request, reply) => reply.type('text/css').send(barStyle));
  app.get('/playground/bar.js', (_request, reply) =>
    reply.type('application/javascript').send(barScript(landing(scene))),
  );
  app.get('/playground/notifications', (request, reply) => {
    reply.header('Cache-Control', 'no-store').type('text/html; charset=utf-8');
    return notificationsPage(bar(users, userOf(request, users), scene), parts);
  });
  app.post('/playground/identity', (request, reply) => {
    const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
    const user = users.find(({ name }) => name === form.get('user'));
    if (user !== undefined) reply.header('Set-Cookie', identityCookie(user));
    return reply.redirect(ownPage(form.get('page') ?? ''), 303);
  });
}

/** Only a page of this playground: what else a form might ask for is its first page. */
function ownPage(page: string): string {
  return /^\/(playground\/notifications)?(#\/[^\s]*)?$/.test(page) ? page : '/';
}

const head = (title: string): string => `<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/playground/bar.css">
<script src="/playground/bar.js" defer></script>`;

/** The settings are read once, as Deck's module is evaluated: a plain script before it. */
function deckPage(barMarkup: string): string {
  return `<!doctype html>
<html lang="en">
<head>
${head('Spinnaker')}
<link rel="stylesheet" href="/deck/deck.css">
<script src="/settings.js"></script>
<script type="module" src="/deck/deck.js"></script>
</head>
<body>
${barMarkup}
<spinnaker></spinnaker>
</body>
</html>`;
}

function notificationsPage(barMarkup: string, { received, scene }: GateParts): string {
  const calls = received();
  const list = calls.map((call) => `<li><pre>${escaped(JSON.stringify(call, undefined, 2))}</pre></li>`).reverse();
  const empty = `<p>None yet. When a pipeline waits for an approval, Spinnaker's Echo is asked to call the people who may
give it; the requests that reach it are listed here, the newest first.</p>`;
  return `<!doctype html>
<html lang="en">
<head>
${head('Calls to approvers')}
</head>
<body class="playground-page">
${barMarkup}
<main>
<h1>Calls to approvers</h1>
${calls.length === 0 ? empty : `<ol>${list.join('')}</ol>`}
<p><a href="/">Back to Deck</a> · ${escaped(sceneText(scene))}</p>
</main>
</body>
</html>`;
}
