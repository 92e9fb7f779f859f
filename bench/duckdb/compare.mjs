// DuckDB counting what a report counts, beside Laurel's report of the same size in the same run:
// 10 million responses, 50 markets, 20 questions, one year. DuckDB counts answers by market, voice
// and value, from a loaded table and (the first question) from CSV; Laurel builds the whole report
// from its cells, in process and as `laurel report` from start to exit.
// Run by run.sh; usage: node compare.mjs RELEASE_BUILD [ROWS]
import { DuckDBInstance } from '@duckdb/node-api';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const [build, rowsText] = process.argv.slice(2);
const rows = Number(rowsText ?? 10_000_000);
const threads = 2;
const questions = 20;
const repeats = 5;

const folder = mkdtempSync(path.join(tmpdir(), 'laurel-duckdb-'));
const csv = path.join(folder, 'responses.csv');
try {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
  const db = await instance.connect();

  const milliseconds = async (work) => {
    const start = process.hrtime.bigint();
    await work();
    return Number(process.hrtime.bigint() - start) / 1e6;
  };
  const median = async (work) => {
    const times = [];
    for (let i = 0; i < repeats; ++i) times.push(await milliseconds(work));
    return times.sort((a, b) => a - b)[Math.floor(repeats / 2)];
  };

  const answers = Array.from({ length: questions }, (_, i) => {
    const values = i === 0 ? 11 : i < 5 ? 2 : 5;
    return `(random() * ${values})::INT::UTINYINT AS q${i + 1}`;
  });
  await db.run('SELECT setseed(0.5)');
  await db.run(`CREATE TABLE response AS SELECT
    (random() * 11)::INT::UTINYINT AS month, (random() * 49)::INT::UTINYINT AS market,
    (random() * 99)::INT::UTINYINT AS unit, (random() * 7)::INT::UTINYINT AS voice,
    ${answers.join(', ')} FROM range(${rows})`);
  await db.run(`COPY (SELECT market, voice, q1 FROM response) TO '${csv}' (HEADER)`);

  const count = (source, question) =>
    `SELECT market, voice, ${question} AS value, count(*) AS n FROM ${source} GROUP BY ALL`;
  const one = await median(() => db.runAndReadAll(count('response', 'q1')));
  const all = await median(async () => {
    for (let i = 1; i <= questions; ++i) await db.runAndReadAll(count('response', `q${i}`));
  });
  const fromCsv = await median(() => db.runAndReadAll(count(`read_csv('${csv}')`, 'q1')));

  const filter = `--benchmark_filter=BM_BuildReport/${rows}$`;
  const json = JSON.parse(execFileSync(path.join(build, 'bench/report_bench'), [filter, '--benchmark_format=json'],
                                       { stdio: ['ignore', 'pipe', 'ignore'] }));
  const report = json.benchmarks.find((b) => b.run_type === 'iteration')?.real_time;
  if (!report) throw new Error(`report_bench has no BM_BuildReport/${rows}`);

  const told = execFileSync(path.join(build, 'bench/report_process'),
                            [path.join(build, 'laurel'), '300000'], { encoding: 'utf8' });
  const whole = Number(/wall ([\d.]+) ms/.exec(told)?.[1]);
  if (!whole) throw new Error(`report_process says ${told}`);

  const line = (what, ms) =>
    console.log(`${what.padEnd(58)} ${ms.toFixed(1).padStart(9)} ms  ${(ms / report).toFixed(1).padStart(7)} ×`);
  const size = (statSync(csv).size / 1e6).toFixed(0);
  console.log(`${rows.toLocaleString('en')} responses, ${threads} threads, medians of ${repeats}`);
  line('Laurel, whole report from 200,000 cells (one thread)', report);
  line('`laurel report`, whole process, people and accounts too', whole);
  line('DuckDB, counts of one question, loaded table', one);
  line(`DuckDB, counts of all ${questions} questions, loaded table`, all);
  line(`DuckDB, counts of one question, CSV of ${size} MB`, fromCsv);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
