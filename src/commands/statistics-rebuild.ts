import 'reflect-metadata';
import { withOfficeDatabase } from '../adapters/office-database';
import { openDesk } from '../application/office-desk';
import { systemClock } from '../clock';
import { ConfigError, loadConfig, officeLocale } from '../config';
import { readEnvironment } from './environment';
import { wordsOf } from '../i18n';
import { rebuildStatistics, type Rebuilt } from '../usecases/statistics/follow';
import { complain, INTERRUPTED, interruption, progressLine, say } from './terminal';
import { troubleText } from './trouble';

const EXIT_CODES: Readonly<Record<Rebuilt, number>> = { done: 0, busy: 2, interrupted: INTERRUPTED };

/**
 * `npm run statistics:rebuild`, beside a running bot or without one.
 * @returns exit code: 2 for what the caller must mend; 130 for one that was interrupted: what was read before is read on
 */
async function main(args: readonly string[]): Promise<number> {
  readEnvironment();
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
      const bar = progressLine((count) => words.plain('common:rebuild.progress', { count }));
      const rebuilt = await rebuildStatistics(desk, { signal: interruption(), onProgress: bar.draw });
      bar.clear();
      const line = words.plain(`common:rebuild.${rebuilt}`);
      if (rebuilt === 'done') say(line);
      else complain(line);
      return EXIT_CODES[rebuilt];
    },
    'jobs',
  );
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
