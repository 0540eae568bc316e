import { readFileSync } from 'node:fs';
import path from 'node:path';
import dotenv from 'dotenv';
import { ConfigError, officeLocale, VARIABLES } from '../config';
import { codeOf } from '../errors';
import { wordsOf } from '../i18n';

/**
 * Adds what `.env` says in the folder where the program was started; what the process was given itself goes before it.
 * @returns what is doubtful in the file, for whoever has started the program
 * @throws ConfigError for a file that is there and can't be read: without it another program would start, on other ports
 */
export function readEnvironment(folder = process.cwd(), env: NodeJS.ProcessEnv = process.env): readonly string[] {
  const file = path.join(folder, '.env');
  const bytes = bytesOf(file, env);
  if (bytes === null) return [];
  // By a zero byte a text of two bytes a sign is known, as Windows saves it.
  if (bytes.includes(0)) throw unreadable(file, 'UTF-16', env);
  const said = dotenv.parse(bytes);
  // Not over what is there, though it be empty: the same as whoever sets a variable to nothing means.
  for (const [name, value] of Object.entries(said)) env[name] ??= value;
  const { plain } = wordsOf(officeLocale(env));
  return Object.keys(said)
    .filter((name) => !KNOWN.has(name) && !OF_OTHERS.test(name))
    .map((name) => {
      const nearest = nearestTo(name);
      return nearest === null ? plain('config:env.unknown', { name }) : plain('config:env.mistyped', { name, nearest });
    });
}

function bytesOf(file: string, env: NodeJS.ProcessEnv): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw unreadable(file, codeOf(error), env);
  }
}

const unreadable = (file: string, reason: string, env: NodeJS.ProcessEnv): ConfigError => {
  const locale = officeLocale(env);
  return new ConfigError([], locale, wordsOf(locale).plain('config:env.unreadable', { file, reason }));
};

/** Beside the bot's own: where the stand that is started alone keeps its state. */
const KNOWN: ReadonlySet<string> = new Set([...VARIABLES, 'STAND_STATE']);
/** Node, npm, Docker and PostgreSQL look into such a file, too, or are started from it. */
const OF_OTHERS = /^(?:NODE_|NPM_|npm_|COMPOSE_|DOCKER_|POSTGRES_|PG[A-Z]|TZ$|LANG$|LC_|PATH$)/;

/** A slip for so many signs. */
const SIGNS_A_SLIP = 4;
const MOST_SLIPS = 3;

function nearestTo(name: string): string | null {
  const [nearest] = VARIABLES.map((known) => ({ known, slips: slipsBetween(name.toUpperCase(), known) })).sort(
    (one, other) => one.slips - other.slips,
  );
  if (!nearest) return null;
  const allowed = Math.min(MOST_SLIPS, Math.max(1, Math.floor(nearest.known.length / SIGNS_A_SLIP)));
  return nearest.slips <= allowed ? nearest.known : null;
}

/** Signs that were added, left out or taken for another. */
function slipsBetween(one: string, other: string): number {
  let before = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [row, sign] of [...one].entries()) {
    const now = [row + 1];
    for (const [column, theirs] of [...other].entries())
      now.push(
        Math.min(
          (now[column] ?? 0) + 1,
          (before[column + 1] ?? 0) + 1,
          (before[column] ?? 0) + (sign === theirs ? 0 : 1),
        ),
      );
    before = now;
  }
  return before.at(-1) ?? 0;
}
