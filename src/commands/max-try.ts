import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import 'reflect-metadata';
import { MAX_SERVICE } from '../../bots/max/service';
import { systemClock } from '../clock';
import { ConfigError, loadConfig, officeLocale, type MaxSettings } from '../config';
import { readEnvironment } from './environment';
import { wordsOf, type Words } from '../i18n';
import { describeError } from '../process/log';
import { VERSION } from '../version';
import { Calls } from './max-try/calls';
import { Report } from './max-try/report';
import { Tester } from './max-try/tester';
import { TRIALS } from './max-try/trials';
import { at, TRIAL_NAMES, type Trial, type Trying } from './max-try/trying';
import { complain, INTERRUPTED, interruption, say } from './terminal';
import { troubleText } from './trouble';

/** What the caller must mend: the arguments, the token, a bot that works. */
class Misused extends Error {
  override readonly name = 'Misused';
}

interface Order {
  readonly userId: string;
  readonly out: string;
  readonly trials: readonly Trial[];
  readonly laterMs: number;
  /** Between two requests that say something. */
  readonly betweenMs: number;
}

const LATER_MS = 60_000;
const SOON_MS = 500;
const BETWEEN_MS = 550;

/**
 * `npm run max:try -- NUMBER [--out FILE] [--only NAMES] [--quick]`, see `trial:usage`: walks through what nobody has tried against
 * the real MAX, with whoever has this number, and writes what was seen.
 * @returns exit code: 130 for one that was interrupted, whose report has what was seen before
 * @throws Misused, ConfigError for what the caller must mend
 */
async function main(args: readonly string[]): Promise<number> {
  readEnvironment();
  const words = wordsOf(officeLocale(process.env));
  const { plain } = words;
  const order = orderOf(args);
  if (!order) throw new Misused(plain('trial:usage', { names: TRIAL_NAMES.join(', ') }));
  const { max } = loadConfig(process.env);
  if (!max) throw new Misused(plain('trial:noToken'));
  const report = new Report(headOf(max), [max.token, order.userId]);
  const calls = new Calls(max.token, max.apiRoot, report, order.betweenMs);
  const username = await whoWeAre(calls, words);
  await keep(order.out, report, 'wx').catch((error: unknown) => {
    throw new Misused(plain('trial:noFile', { file: order.out, reason: describeError(error) }));
  });
  const stopped = interruption();
  const tester = new Tester({ calls, report, words, input: process.stdin, say, stopped });
  say(plain('trial:begins', { username, count: order.trials.length }));
  await walk({ ...order, calls, report, tester, words, username, stopped }, order);
  tester.leave();
  say(plain('trial:written', { file: order.out }));
  return stopped.aborted ? INTERRUPTED : 0;
}

/** Null: it is none. */
function orderOf(args: readonly string[]): Order | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { out: { type: 'string' }, only: { type: 'string' }, quick: { type: 'boolean' } },
    });
    const [userId, ...more] = positionals;
    const only = values.only?.split(',').map((name) => name.trim());
    const names = TRIAL_NAMES.filter((name) => only?.includes(name) ?? true);
    const isKnown = only?.every((name) => names.some((one) => one === name)) ?? true;
    if (userId === undefined || more.length > 0 || !/^[1-9]\d{0,18}$/.test(userId) || !isKnown) return null;
    const moment = systemClock.now().toISOString().slice(0, 19).replaceAll(':', '');
    return {
      userId,
      out: values.out ?? `max-try-${moment}.md`,
      trials: names.flatMap((name) => TRIALS.filter((trial) => trial.name === name)),
      laterMs: values.quick === true ? SOON_MS : LATER_MS,
      betweenMs: values.quick === true ? 0 : BETWEEN_MS,
    };
  } catch {
    return null;
  }
}

const headOf = ({ apiRoot }: MaxSettings): string[] => [
  '# npm run max:try',
  '',
  `${systemClock.now().toISOString()}, murajagat ${VERSION}, Node ${process.version}, ${new URL(apiRoot).host}`,
];

/** @throws Misused where nothing can be tried */
async function whoWeAre(calls: Calls, { plain }: Words): Promise<string> {
  const { status, body } = await calls.ask('GET', '/me');
  const [username, error] = [at(body, 'username'), at(body, 'error')];
  if (status === 401) throw new Misused(plain('trial:badToken', { renewal: MAX_SERVICE.renewal }));
  if (status !== 200 || typeof username !== 'string')
    throw new Misused(plain('trial:noAnswer', { status, reason: typeof error === 'string' ? error : '' }));
  const { body: subscribed } = await calls.ask('GET', '/subscriptions');
  const subscriptions = at(subscribed, 'subscriptions');
  if (Array.isArray(subscriptions) && subscriptions.length > 0) throw new Misused(plain('trial:subscribed'));
  return username;
}

async function walk(trying: Trying, { trials, out }: Order): Promise<void> {
  const { words, report, stopped } = trying;
  for (const [index, trial] of trials.entries()) {
    if (stopped.aborted) return;
    const title = words.plain(`trial:title.${trial.name}`);
    say(`\n${index + 1}/${trials.length}. ${title}`);
    report.begin(`${trial.name}. ${title}`);
    await trial.run(trying);
    await keep(out, report, 'w');
  }
}

const keep = (file: string, report: Report, flag: 'w' | 'wx'): Promise<void> =>
  writeFile(file, report.text(), { flag, mode: 0o600 });

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const isOurs = error instanceof ConfigError || error instanceof Misused;
    complain(isOurs ? error.message : troubleText(error, wordsOf(officeLocale(process.env))));
    process.exitCode = isOurs ? 2 : 1;
  },
);
