import { readFile } from 'node:fs/promises';
import 'reflect-metadata';
import { withOfficeDatabase } from '../adapters/office-database';
import { openDesk } from '../application/office-desk';
import { systemClock } from '../clock';
import { ConfigError, loadConfig, officeLocale } from '../config';
import { readEnvironment } from './environment';
import { wordsOf } from '../i18n';
import { intakeWords } from '../intake/complaints';
import { readRoster } from '../intake/roster';
import { complaintLine, rosterReport } from '../intake/roster-report';
import { adminAccounts, messengerOfGroups } from '../intake/messenger-chats';
import { troubleText } from './trouble';
import { loadRoster } from '../usecases/office/load-roster';

const say = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`${line}\n`);

/**
 * `npm run roster -- FILE`, beside a running bot or without one.
 * @returns exit code: 2 for what the caller must mend, the file or the environment
 */
async function main(file: string | undefined): Promise<number> {
  readEnvironment();
  const config = loadConfig(process.env);
  const words = wordsOf(config.defaultLocale);
  if (file === undefined) {
    complain(words.plain('people:roster.usage'));
    return 2;
  }
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    complain(
      words.plain('people:roster.unreadable', {
        file,
        reason: error instanceof Error && 'code' in error ? String(error.code) : String(error),
      }),
    );
    return 2;
  }
  const reading = readRoster(text, intakeWords(words), messengerOfGroups(config));
  if (!reading.ok) {
    complain(words.plain('people:roster.faults', { count: reading.complaints.length }));
    for (const complaint of reading.complaints) complain(`  ${complaintLine(complaint)}`);
    return 2;
  }

  return withOfficeDatabase(config, async (database) => {
    const { desk } = await openDesk({ config, database, clock: systemClock });
    const loaded = await loadRoster(desk, reading.value.roster, {
      admins: adminAccounts(config),
    });
    const { lines, warnings } = rosterReport(loaded, words);
    for (const line of lines) say(line);
    for (const warning of warnings) complain(words.plain('people:roster.attention', { text: warning }));
    return 0;
  });
}

main(process.argv[2]).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    complain(error instanceof ConfigError ? error.message : troubleText(error, wordsOf(officeLocale(process.env))));
    process.exitCode = error instanceof ConfigError ? 2 : 1;
  },
);
