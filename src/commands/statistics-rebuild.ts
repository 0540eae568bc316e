import dotenv from 'dotenv';
import 'reflect-metadata';
import { withOfficeDatabase } from '../adapters/office-database';
import { openDesk } from '../application/office-desk';
import { systemClock } from '../clock';
import { ConfigError, loadConfig, officeLocale } from '../config';
import { wordsOf, type Words } from '../i18n';
import { rebuildStatistics, type Rebuilt } from '../usecases/statistics/rebuild';
import { troubleText } from './trouble';

const complain = (line: string) => process.stderr.write(`${line}\n`);

/** As a shell has it for what Ctrl+C has ended. */
const EXIT_CODES: Readonly<Record<Rebuilt, number>> = { done: 0, busy: 2, interrupted: 130 };

/**
 * `npm run statistics:rebuild`, beside a running bot or without one.
 * @returns exit code: 2 for what the caller must mend; 130 for one that was interrupted: what was read before is read on
 */
async function main(args: readonly string[]): Promise<number> {
  dotenv.config({ quiet: true });
  const config = loadConfig(process.env);
  const words = wordsOf(config.defaultLocale);
  if (args.length > 0) {
    complain(words.plain('common:rebuild.usage'));
    return 2;
  }
  return withOfficeDatabase(
    config,
    async (database) => {
      const { desk } = await openDesk({ config, database, clock: systemClock });
      const bar = progressLine(words);
      const rebuilt = await rebuildStatistics(desk, { signal: interruption(), onProgress: bar.draw });
      bar.clear();
      const line = words.plain(`common:rebuild.${rebuilt}`);
      if (rebuilt === 'done') process.stdout.write(`${line}\n`);
      else complain(line);
      return EXIT_CODES[rebuilt];
    },
    'jobs',
  );
}

/** The first Ctrl+C lets the piece that is in hand end; the second ends the command at once. */
function interruption(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  return stopping.signal;
}

/** In a terminal only: a log needs no line that is drawn over. */
function progressLine({ plain }: Words) {
  const { isTTY } = process.stderr;
  return {
    draw: (count: number): void =>
      void (isTTY && process.stderr.write(`\r${plain('common:rebuild.progress', { count })}`)),
    clear: (): void => void (isTTY && process.stderr.write('\r\u001b[K')),
  };
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    complain(error instanceof ConfigError ? error.message : troubleText(error, wordsOf(officeLocale(process.env))));
    process.exitCode = error instanceof ConfigError ? 2 : 1;
  },
);
