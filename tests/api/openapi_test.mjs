// The API as programs meet it: its description passes a linter, and a client generated from it sends
// and reads responses on a server that really runs.
//
// usage: LAUREL=build/dev/laurel node --test tests/api/openapi_test.mjs
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const laurel = process.env.LAUREL;
const root = fileURLToPath(new URL('../../', import.meta.url));
let folder;
let server;
let address;
let token;

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'laurel-api-'));
  // What is generated imports the packages of this project.
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  const env = { ...process.env, LAUREL_DATABASE: path.join(folder, 'laurel.db') };
  const run = (...words) => execFileSync(laurel, words, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] });
  writeFileSync(path.join(folder, 'first.ndjson'),
    '{"external_id": "f1", "nps": 9, "comment": "Maria stayed late to sort out our booking."}\n');
  run('import', path.join(folder, 'first.ndjson'), '--organization', 'Acme', '--map', 'nps=nps', '--map', 'comment=comment');
  token = run('token', 'create', 'test', '--scope', 'responses:read', '--scope', 'responses:write').trim();
  server = spawn(laurel, ['serve', '--port', '0', '--log-format', 'json'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  address = await new Promise((resolve, reject) => {
    let said = '';
    server.stderr.on('data', (bytes) => {
      said += bytes;
      const found = said.match(/Laurel is at (http:\S+)\//);
      if (found) resolve(found[1]);
    });
    server.on('exit', () => reject(new Error(`laurel serve ended: ${said}`)));
  });
});

after(() => {
  server?.removeAllListeners('exit');
  server?.kill('SIGTERM');
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test('the description passes the linter', async () => {
  const file = path.join(folder, 'openapi.json');
  const answer = await fetch(`${address}/api/v1/openapi.json`);
  assert.equal(answer.status, 200);
  writeFileSync(file, await answer.text());
  const { createConfig, lint } = await import('@redocly/openapi-core');
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lint({ ref: file, config });
  assert.deepEqual(problems.map((problem) => `${problem.ruleId}: ${problem.message} at ${problem.location[0]?.pointer}`), []);
});

test('a generated client sends responses and reads them back', async () => {
  const { createClient } = await import('@hey-api/openapi-ts');
  const output = path.join(folder, 'client');
  await createClient({
    input: path.join(folder, 'openapi.json'),
    output,
    plugins: ['@hey-api/client-fetch', '@hey-api/sdk', '@hey-api/typescript'],
    logs: { level: 'error' },
  });
  const { build } = await import('esbuild');
  const bundle = path.join(folder, 'client.mjs');
  await build({ entryPoints: [path.join(output, 'index.ts'), path.join(output, 'client.gen.ts')], bundle: true, format: 'esm', platform: 'node', outdir: path.join(folder, 'built'), outExtension: { '.js': '.mjs' }, splitting: true });
  const sdk = await import(pathToFileURL(path.join(folder, 'built/index.mjs')));
  const { client } = await import(pathToFileURL(path.join(folder, 'built/client.gen.mjs')));
  client.setConfig({ baseUrl: `${address}/api/v1`, auth: () => token });

  const sent = await sdk.createResponses({
    body: { external_id: 'g1', answers: { nps: 10, comment: 'The technician Maria went out of her way for us.' } },
  });
  assert.equal(sent.response.status, 201, JSON.stringify(sent.error));
  assert.equal(sent.data.status, 'added');

  const read = await sdk.getResponse({ path: { id: sent.data.id } });
  assert.equal(read.data.external_id, 'g1');
  assert.equal(read.data.answers.nps, 10);
  assert.equal(read.data.commendations[0].counts, true);

  const listed = await sdk.listResponses({ query: { limit: 1 } });
  assert.equal(listed.data.responses.length, 1);
  const rest = await sdk.listResponses({ query: { after: listed.data.next } });
  assert.equal(rest.data.responses.length, 1);
  assert.notEqual(rest.data.responses[0].id, listed.data.responses[0].id);
});

test('a wrong answer is named with its place, and nothing is stored', async () => {
  const answer = await fetch(`${address}/api/v1/responses`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ external_id: 'w1', answer: {} }),
  });
  assert.equal(answer.status, 422);
  assert.equal(answer.headers.get('content-type'), 'application/problem+json');
  const problem = await answer.json();
  assert.deepEqual(problem.errors, [
    { pointer: '/answer', detail: 'This is not known here. Did you mean answers?' },
    { pointer: '/answers', detail: 'Fill this in; it is required.' },
  ]);
});

test('a stream has a result for each line', async () => {
  const lines = [
    { external_id: 's1', answers: { nps: 3 } },
    { external_id: 's2', answers: { nps: 11 } },
    'not JSON',
    { external_id: 's1', answers: { nps: 3 } },
  ];
  const answer = await fetch(`${address}/api/v1/responses/stream`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/x-ndjson' },
    body: lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  });
  assert.equal(answer.status, 200);
  const results = (await answer.text()).trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(results.map((result) => [result.line, result.status]),
    [[1, 'added'], [2, 'refused'], [3, 'refused'], [4, 'added']]);
  // Sent twice in one go it is one response, and both lines name it.
  assert.equal(results[3].id, results[0].id);
  const again = await fetch(`${address}/api/v1/responses/stream`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/x-ndjson' },
    body: JSON.stringify(lines[0]),
  });
  assert.equal(JSON.parse(await again.text()).status, 'unchanged');
});

test('the same request with the same key is done once', async () => {
  const send = (body) => fetch(`${address}/api/v1/responses`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', 'Idempotency-Key': 'k1' },
    body: JSON.stringify(body),
  });
  const first = await send({ answers: { nps: 5 } });
  const second = await send({ answers: { nps: 5 } });
  assert.equal(first.status, 201);
  assert.equal(second.status, 201);
  assert.equal(await second.text(), await first.text());
  assert.equal((await send({ answers: { nps: 6 } })).status, 409);
});
