import dotenv from 'dotenv';
import 'reflect-metadata';
import { accessWords } from '../../bots/conversation/office/access';
import { withOfficeDatabase } from '../adapters/office-database';
import { openDesk } from '../application/office-desk';
import { systemClock } from '../clock';
import { ConfigError, loadConfig, officeLocale } from '../config';
import { wordsOf } from '../i18n';
import { answerFromServer, readAccess, readOpenAccess } from '../usecases/office/access';
import { complain, say } from './terminal';
import { troubleText } from './trouble';

const WORDS = { confirm: 'yes', refuse: 'no' } as const;
const isWord = (text: string | undefined): text is keyof typeof WORDS => text !== undefined && text in WORDS;

/** Null: it is neither. */
function asked(args: readonly string[]) {
  if (args.length === 0) return 'list';
  const [word, id = ''] = args;
  return args.length === 2 && isWord(word) && /^[1-9]\d{0,8}$/.test(id)
    ? { word: WORDS[word], changeId: Number(id) }
    : null;
}

/**
 * `npm run access`, beside a running bot or without one: what waits for somebody's word, and the server's own.
 * @returns exit code: 2 for what the caller must mend, a number that waits for nothing among it
 */
async function main(args: readonly string[]): Promise<number> {
  dotenv.config({ quiet: true });
  const config = loadConfig(process.env);
  const words = wordsOf(config.defaultLocale);
  const wanted = asked(args);
  if (wanted === null) {
    complain(words.plain('people:access.command.usage'));
    return 2;
  }
  return withOfficeDatabase(config, async (database) => {
    const { desk } = await openDesk({ config, database, clock: systemClock });
    const lineOf = (change: Parameters<typeof accessWords>[0]) =>
      `${change.id}  ${accessWords(change, { words, now: desk.clock.now(), calendar: desk.office.calendar() }).join('. ').replaceAll('..', '.')}`;
    if (wanted === 'list') {
      const open = await readOpenAccess(desk);
      for (const change of open) say(lineOf(change));
      say(words.plain(open.length === 0 ? 'people:access.none' : 'people:access.command.usage'));
      return 0;
    }
    const { changeId, word } = wanted;
    const change = await readAccess(desk, changeId);
    const isOpen = change?.state === 'waits' || change?.state === 'contested';
    const answered = isOpen ? await answerFromServer(desk, { changeId, word, seen: change.state }) : 'gone';
    if (answered !== 'done') {
      complain(
        words.plain(answered === 'taken' ? 'people:access.answered.taken' : 'people:access.command.unknown', {
          id: String(changeId),
        }),
      );
      return 2;
    }
    const now = await readAccess(desk, changeId);
    if (now) say(lineOf(now));
    return 0;
  });
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
