import './giving-way';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CopyRefused } from '../adapters/backup/refused';
import { takeCopy } from '../adapters/backup/take-copy';
import { withServer } from '../adapters/office-server';
import { systemClock } from '../clock';
import { ConfigError, loadConfig, officeLocale } from '../config';
import { readEnvironment } from './environment';
import { wordsOf } from '../i18n';
import { complain, INTERRUPTED, interruption, say } from './terminal';
import { troubleText } from './trouble';

/**
 * `npm run backup -- DIR`, beside a running bot or without one. Prints the copy's folder as the last line.
 * @returns exit code: 2 for what the caller must mend; 130 for one that was interrupted: nothing of it is left
 */
async function main(args: readonly string[]): Promise<number> {
  process.umask(0o077);
  readEnvironment();
  const config = loadConfig(process.env);
  const { plain } = wordsOf(config.defaultLocale);
  const directory = directoryOf(args);
  if (directory === null) {
    complain(plain('backup:backup.usage'));
    return 2;
  }
  const { backup, dataDir, timeZone } = config;
  const { recipient } = backup;
  const signal = interruption();
  try {
    const copy = await withServer(config, (url) =>
      takeCopy({
        url,
        dataDir: path.resolve(dataDir),
        directory,
        recipient,
        timeZone,
        taken: 'hand',
        now: systemClock.now(),
        signal,
      }),
    );
    const { count, fresh, missing } = copy.files;
    say(plain('backup:backup.done', { rows: copy.rows, files: count, fresh }));
    if (missing > 0) complain(plain('backup:backup.missing', { count: missing }));
    if (copy.purpose === 'training') complain(plain('backup:backup.training'));
    say(copy.folder);
    return 0;
  } catch (error) {
    if (error instanceof CopyRefused) {
      complain(plain(`backup:refused.${error.why}`, error.params));
      return 2;
    }
    if (!signal.aborted) throw error;
    complain(plain('backup:backup.interrupted'));
    return INTERRUPTED;
  }
}

/** Null: it is none. */
function directoryOf(args: readonly string[]): string | null {
  try {
    const { positionals } = parseArgs({ args: [...args], options: {}, allowPositionals: true });
    const [directory, ...others] = positionals;
    return directory === undefined || directory === '' || others.length > 0 ? null : path.resolve(directory);
  } catch {
    return null;
  }
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
