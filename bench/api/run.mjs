// Ingest over HTTP, beside two small npm applications that do the same without detecting or counting
// anything, in turns in one run: what counts first is the ratio. Then streams, pages while ingest
// runs, start and memory. Everything is on loopback and bounded in time.
//
// usage: node bench/api/run.mjs build/release/laurel [SECONDS]      (beside the others after
// `npm ci --ignore-scripts=false` in bench/api, which builds better-sqlite3; needs wrk and curl)
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const laurel = path.resolve(process.argv[2] ?? 'build/release/laurel');
const seconds = Number(process.argv[3] ?? 6);
const here = path.dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'laurel-bench-'));
const env = { ...process.env, LAUREL_DATABASE: path.join(folder, 'laurel.db') };
const run = (words) => execFileSync(laurel, words, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const children = [];
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

// --- The workload: about 600 bytes, 10 answers, 40 English words, a roster of 5,000 names ---------
const sentences = [
  '@NAME@ at the front desk stayed late to sort out our booking', 'the delivery came two days after it was promised',
  'nobody answered the phone although we called three times in the morning',
  'the technician explained every step and left the room cleaner than before',
  'we have been with this company for nine years and it shows', 'the invoice was wrong again and had to be corrected twice',
  '@NAME@ in the workshop found the fault that two others had missed', 'prices went up while the quality stayed more or less the same',
  'their support team called back within the hour as agreed', 'parking at the branch is difficult before noon',
];
const first = ['Maria', 'John', 'Anna', 'Peter', 'Laura', 'David', 'Sofia', 'James', 'Emma', 'Robert', 'Olivia', 'Daniel', 'Lucia', 'Mark', 'Clara', 'Simon', 'Nadia', 'Victor', 'Irene', 'Oscar'];
const parts = ['ber', 'man', 'sto', 'lin', 'kova'];
const last = (i) => { const name = parts[i % 5] + parts[Math.floor(i / 5) % 5] + parts[Math.floor(i / 25) % 5] + (i % 7 === 0 ? 's' : ''); return name[0].toUpperCase() + name.slice(1); };
let seed = 7;
const random = (n) => { seed = (seed * 1103515245 + 12345) % 2147483648; return Math.floor(seed / 65536) % n; };
const roster = ['employee_id,first_name,last_name,location'];
for (let i = 0; i < 5000; i += 1) roster.push(`E${i},${first[i % 20]},${last(Math.floor(i / 20))},Unit ${i % 40}`);
writeFileSync(path.join(folder, 'roster.csv'), `${roster.join('\n')}\n`);
const keys = ['nps', 'overall', 'courtesy', 'speed', 'skill', 'price', 'clean', 'again', 'referred'];
const body = (id) => {
  let comment = '';
  while (comment.split(' ').length < 40) comment += `${comment ? '. ' : ''}${sentences[random(10)]}`;
  comment = comment.replaceAll('@NAME@', `${first[random(20)]} ${last(random(250))}`).split(' ').slice(0, 40).join(' ');
  const answers = Object.fromEntries(keys.map((key) => [key, key === 'nps' ? random(11) : key === 'again' || key === 'referred' ? random(2) === 1 : 1 + random(5)]));
  return JSON.stringify({ external_id: id, date: `2026-03-${String(1 + random(28)).padStart(2, '0')}`, unit: `Unit ${random(40)}`, channel: 'phone', served_by: [`E${random(5000)}`], answers: { ...answers, comment } });
};
const bodies = Array.from({ length: 2000 }, () => body('@ID@'));
writeFileSync(path.join(folder, 'bodies'), bodies.join('\n'));
writeFileSync(path.join(folder, 'first.ndjson'), `${JSON.stringify({ external_id: 'first', ...JSON.parse(body('first')).answers })}\n`);

run(['roster', path.join(folder, 'roster.csv'), '--organization', 'Bench']);
run(['import', path.join(folder, 'first.ndjson'), '--map', 'nps=nps', '--map', 'comment=comment', ...keys.slice(1).flatMap((key) =>
  ['--map', `${['again', 'referred'].includes(key) ? 'yes_no' : 'scale 1-5'}=${key}`])]);
const token = run(['token', 'create', 'bench', '--scope', 'responses:write', '--scope', 'responses:read']).trim();
execFileSync(laurel, ['user', 'add', 'bench@example.com', '--password-stdin'], { env, input: 'a quiet morning walk\n' });

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const memory = (pid) => Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024;

async function start(command, words, port, options) {
  const child = spawn(command, words, { stdio: ['ignore', 'ignore', 'ignore'], ...options });
  children.push(child);
  const begun = performance.now();
  for (;;) {
    const up = await new Promise((resolve) => {
      http.get({ port, host: '127.0.0.1', path: '/healthz' }, (response) => { response.resume(); resolve(true); }).on('error', () => resolve(false));
    });
    if (up) return { child, took: performance.now() - begun };
    if (child.exitCode !== null) throw new Error(`${command} ended`);
    await wait(2);
  }
}

let runs = 0;
function load(port, connections) {
  runs += 1;
  const said = execFileSync('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', path.join(here, 'post.lua'), `http://127.0.0.1:${port}`],
    { encoding: 'utf8', env: { ...process.env, BODIES: path.join(folder, 'bodies'), TOKEN: token, RUN: String(runs) } });
  const [, rate, p50, p99, errors] = said.match(/RESULT (\S+) (\S+) (\S+) (\S+)/).map(Number);
  return { rate, p50, p99, errors };
}

const servers = {
  Laurel: () => start(laurel, ['serve', '--port', '8871', '--log', 'warning'], 8871, { env }),
  'Fastify, sharing commits': () => start('node', [path.join(here, 'peers.mjs'), 'fastify', path.join(folder, 'fastify.db'), '8872'], 8872),
  'Express, a commit each': () => start('node', [path.join(here, 'peers.mjs'), 'express', path.join(folder, 'express.db'), '8873'], 8873),
};
const ports = { Laurel: 8871, 'Fastify, sharing commits': 8872, 'Express, a commit each': 8873 };
const results = {};
for (let turn = 0; turn < 3; turn += 1) {
  for (const name of Object.keys(servers)) {
    if (name !== 'Laurel' && !existsSync(path.join(here, 'node_modules'))) continue;
    const { child } = await servers[name]();
    for (const connections of [64, 256]) {
      if (name.startsWith('Express') && connections === 256) continue;
      ((results[name] ??= {})[connections] ??= []).push(load(ports[name], connections));
    }
    child.kill('SIGTERM');
    await new Promise((done) => child.on('exit', done));
  }
}
console.log('\nresponses a second, each answered when durable (median of three turns; p99 in ms)');
const middle = (name, connections, what) => median(results[name][connections].map((each) => each[what]));
for (const name of Object.keys(results)) {
  for (const connections of Object.keys(results[name])) {
    const errors = results[name][connections].reduce((sum, each) => sum + each.errors, 0);
    const peer = results['Fastify, sharing commits']?.[connections];
    const ratio = name === 'Laurel' && peer ? `  ${(middle(name, connections, 'rate') / median(peer.map((each) => each.rate))).toFixed(2)} × Fastify` : '';
    console.log(`${name.padEnd(26)} ${connections.padStart(4)} connections ${String(Math.round(middle(name, connections, 'rate'))).padStart(7)}/s  p50 ${middle(name, connections, 'p50').toFixed(1)}  p99 ${middle(name, connections, 'p99').toFixed(1)}${ratio}${errors ? `  ${errors} errors` : ''}`);
  }
}

// --- Start, memory, streams, pages -----------------------------------------------------------------
const { child, took } = await servers.Laurel();
await wait(1500);
console.log(`\nstart to first answer ${took.toFixed(0)} ms; idle ${memory(child.pid).toFixed(0)} MB`);

const lines = 200_000;
const stream = path.join(folder, 'stream.ndjson');
writeFileSync(stream, Array.from({ length: lines }, (_, i) => bodies[i % bodies.length].replace('@ID@', `stream-${i}`)).join('\n'));
const begun = performance.now();
const answered = execFileSync('curl', ['-sS', '-T', stream, '-X', 'POST', '-H', `Authorization: Bearer ${token}`, '-H', 'Content-Type: application/x-ndjson',
  'http://127.0.0.1:8871/api/v1/responses/stream'], { encoding: 'utf8', maxBuffer: 1 << 28 });
const streamed = (performance.now() - begun) / 1000;
const added = answered.split('\n').filter((line) => line.includes('"added"')).length;
console.log(`NDJSON: ${added} of ${lines} lines added in ${streamed.toFixed(1)} s, ${Math.round(added / streamed)}/s (${(statSync(stream).size / 1e6 / streamed).toFixed(0)} MB/s)`);

async function signIn() {
  const form = new URLSearchParams({ address: 'bench@example.com', password: 'a quiet morning walk', next: '/' });
  const answer = await fetch('http://127.0.0.1:8871/sign-in', { method: 'POST', body: form, redirect: 'manual' });
  return answer.headers.getSetCookie()[0].split(';')[0];
}
const cookie = await signIn();
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const page = () => new Promise((resolve, reject) => {
  const at = performance.now();
  http.get({ port: 8871, host: '127.0.0.1', path: '/o/bench/responses', headers: { Cookie: cookie, 'Accept-Encoding': 'identity' }, agent }, (response) => {
    let size = 0;
    response.on('data', (bytes) => { size += bytes.length; });
    response.on('end', () => resolve({ took: performance.now() - at, status: response.statusCode, size }));
  }).on('error', reject);
});
async function pages(rate, during) {
  const all = [];
  const from = performance.now();
  for (let i = 0; i < rate * during; i += 1) {
    const due = from + (i * 1000) / rate;
    if (due > performance.now()) await wait(due - performance.now());
    all.push(page());
  }
  const got = await Promise.all(all);
  const times = got.map((each) => each.took).sort((a, b) => a - b);
  const wrong = got.filter((each) => each.status !== 200).length;
  return `p50 ${times[Math.floor(times.length / 2)].toFixed(1)} p99 ${times[Math.floor(times.length * 0.99)].toFixed(1)} ms, ${got[0].size} bytes, ${wrong} refused`;
}
console.log(`responses page at 500/s alone: ${await pages(500, seconds)}`);
const busy = spawn('wrk', ['-t1', '-c8', `-d${seconds + 2}s`, '-s', path.join(here, 'post.lua'), 'http://127.0.0.1:8871'],
  { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, BODIES: path.join(folder, 'bodies'), TOKEN: token, RUN: 'busy' } });
children.push(busy);
await wait(500);
console.log(`responses page at 500/s while ingest runs: ${await pages(500, seconds)}`);

await new Promise((done) => busy.on('exit', done));
const before = memory(child.pid);
const idle = [];
const { connect } = await import('node:net');
for (let i = 0; i < 5000; i += 1) {
  idle.push(connect(8871, '127.0.0.1'));
  if (i % 100 === 99) await wait(10);
}
await wait(1500);
console.log(`5,000 idle connections: ${(memory(child.pid) - before).toFixed(0)} MB more`);
for (const socket of idle) socket.destroy();
child.kill('SIGTERM');
await new Promise((done) => child.on('exit', done));
agent.destroy();
process.exit(0);
