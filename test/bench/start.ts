import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { startBotProcess } from './support/bot-process';
import { printTable } from './support/figures';
import { openOffice, type Office } from './support/office';
import { startSink } from './support/sink';

const WARM_UP = 2;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 15);

async function main(): Promise<void> {
  const office = await openOffice();
  const sink = await startSink();
  const bot = async (): Promise<number> => {
    const started = await startBotProcess(office.url, sink.apiRoot, office.folder);
    await started.stop();
    return started.startedIn;
  };
  try {
    for (let round = 0; round < WARM_UP; round += 1) {
      await bot();
      await control(office);
    }
    const bots: number[] = [];
    const controls: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      bots.push(await bot());
      controls.push(await control(office));
    }
    printTable('start: of the process until it is ready, the database migrated before', [
      { what: 'bot, until /health says 200', rounds: bots, unit: 'ms' },
      { what: 'the same libraries and `select 1`', rounds: controls, unit: 'ms' },
      {
        what: 'bot / libraries',
        rounds: bots.map((time, index) => time / (controls[index] ?? Number.NaN)),
        unit: '',
        digits: 2,
        aim: '≤ 2.00',
      },
    ]);
  } finally {
    await sink.stop();
    await office.close();
  }
}

async function control({ url }: Office): Promise<number> {
  const startedAt = performance.now();
  const libraries = spawn(process.execPath, [path.join(__dirname, 'support/imports.cjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, DATABASE_URL: url },
  });
  const gone = once(libraries, 'exit');
  await once(libraries.stdout, 'data');
  const time = performance.now() - startedAt;
  await gone;
  return time;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
