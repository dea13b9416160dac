import type { FastifyInstance } from 'fastify';
import { bar, landing } from './bar.ts';
import { barScript, barStyle } from './bar-assets.ts';
import type { GateParts } from './gate-parts.ts';
import { identityCookie, userOf } from './identity.ts';
import { notificationsPage } from './notifications-page.ts';
import { head } from './page-head.ts';

/** The page that Deck lives in, and the playground's own. */
export function routePages(app: FastifyInstance, parts: GateParts): void {
  const { users, scene, received } = parts;
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
    return notificationsPage(bar(users, userOf(request, users), scene), received());
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
