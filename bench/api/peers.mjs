// Two ordinary ways to take responses into SQLite over HTTP: Express committing each request, and
// Fastify sharing one commit among the requests that are waiting. Both answer after the data are
// durable (synchronous FULL). Neither detects or counts anything.
//
// usage: node peers.mjs express|fastify DATABASE PORT
import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';

const [kind, file, port] = process.argv.slice(2);
const database = new Database(file);
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.exec(`CREATE TABLE IF NOT EXISTS response (id TEXT PRIMARY KEY, external_id TEXT UNIQUE, day TEXT,
  unit TEXT, served_by TEXT, answers TEXT, comment TEXT, received_at INTEGER);
  CREATE INDEX IF NOT EXISTS response_day ON response (day);`);
const insert = database.prepare(`INSERT INTO response VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (external_id) DO UPDATE SET answers = excluded.answers, comment = excluded.comment`);
const save = (body) => {
  const id = randomUUID();
  const { comment, ...answers } = body.answers;
  insert.run(id, body.external_id, body.date, body.unit, JSON.stringify(body.served_by), JSON.stringify(answers), comment, Date.now());
  return id;
};

if (kind === 'express') {
  const { default: express } = await import('express');
  const app = express();
  app.use(express.json());
  app.post('/api/v1/responses', (request, response) => {
    response.status(201).json({ status: 'added', id: save(request.body) });
  });
  app.listen(Number(port), '127.0.0.1', () => console.log('listening'));
} else {
  const { default: fastify } = await import('fastify');
  const app = fastify();
  let waiting = [];
  const commit = () => {
    const batch = waiting;
    waiting = [];
    database.exec('BEGIN IMMEDIATE');
    const ids = batch.map(({ body }) => save(body));
    database.exec('COMMIT');
    batch.forEach(({ done }, i) => done(ids[i]));
  };
  app.post('/api/v1/responses', async (request, reply) => {
    const id = await new Promise((done) => {
      if (waiting.length === 0) setImmediate(commit);
      waiting.push({ body: request.body, done });
    });
    reply.code(201);
    return { status: 'added', id };
  });
  await app.listen({ port: Number(port), host: '127.0.0.1' });
  console.log('listening');
}
