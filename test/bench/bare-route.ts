import fastify from 'fastify';

/** `bare-route.js PORT SIZE`: the least that fastify can do to give Orca an answer of this size on our URL. */
const [port, size] = process.argv.slice(2).map(Number);
const empty = JSON.stringify({ status: 'RUNNING', progress: '', summary: '' });
const body = JSON.stringify({ status: 'RUNNING', progress: '', summary: '.'.repeat((size ?? 0) - empty.length) });

const app = fastify();
app.get('/v1/deployments/:id/status', (_request, reply) => {
  void reply.type('application/json; charset=utf-8').send(body);
});
await app.listen({ host: '127.0.0.1', port: port ?? 0 });
