import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isWithData } from '../adapters/backup/beside-data';
import { openSignatureChecker } from '../adapters/signature/signature-checker';
import { TrustError } from '../adapters/signature/trust-error';
import { trustLines } from '../adapters/signature/trust-words';
import { ConfigError, type Config, type ConfigProblem } from '../config';
import { codeOf } from '../errors';
import { wordsOf } from '../i18n';
import { describeError } from '../process/log';
import { rosterFaults } from './read-roster-file';

// Folders and files that settings name, beside DATA_DIR: they are tried before anything is made, and all that is wrong is told at once.

type Place = 'BACKUP_DIR' | 'INTAKE_DIR' | 'ROSTER_FILE' | 'SIGNATURE_TRUST_DIR';

interface Reached {
  readonly variable: Place;
  readonly place: string;
  /** The system's code, such as EACCES; null: it is to be had. */
  readonly reason: string | null;
}

/** A share that is away answers nobody, and whoever watches is not to wait for it. */
const PATIENCE_MS = 2_000;

/** What can't be had now, of whatever is set. */
export async function unreachedPlaces(config: Config): Promise<readonly Reached[]> {
  const { backup, intakeDir, rosterFile, signatures, signatureTrustDir } = config;
  const places: readonly (readonly [Place, string | null, (place: string) => Promise<unknown>])[] = [
    ['BACKUP_DIR', backup.dir, (place) => openFolder(place, 'write')],
    ['INTAKE_DIR', intakeDir, (place) => openFolder(place, 'write')],
    ['ROSTER_FILE', rosterFile, (place) => access(place, constants.R_OK)],
    ['SIGNATURE_TRUST_DIR', signatures === 'verify' ? signatureTrustDir : null, (place) => openFolder(place, 'read')],
  ];
  const reached = await Promise.all(
    places.flatMap(([variable, given, open]) => {
      if (given === null) return [];
      const place = path.resolve(given);
      return [inTime(open(place)).then((reason): Reached => ({ variable, place, reason }))];
    }),
  );
  return reached.filter(({ reason }) => reason !== null);
}

function inTime(work: Promise<unknown>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('ETIMEDOUT'), PATIENCE_MS);
  });
  const done = work.then(
    () => null,
    (error: unknown) => codeOf(error) || describeError(error),
  );
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}

async function openFolder(folder: string, to: 'read' | 'write'): Promise<void> {
  // says ENOTDIR of a file
  await readdir(folder);
  if (to === 'write' && (await stat(folder)).isDirectory()) await access(folder, constants.W_OK);
}

/** For whoever watches the bot. */
export const placeWarnings = async (config: Config): Promise<readonly string[]> =>
  (await unreachedPlaces(config)).map(
    ({ variable, place, reason }) => `${variable}: ${place} is not to be had (${reason})`,
  );

/**
 * Without a folder for copies the office works, and hears of it; the rest it was told to have.
 * @returns what is wrong and ends nothing, for whoever has started the program
 * @throws ConfigError with everything that has to be mended first
 */
export async function requirePlaces(config: Config): Promise<readonly string[]> {
  const { backup, dataDir, defaultLocale, rosterFile } = config;
  const words = wordsOf(defaultLocale);
  const unreached = await unreachedPlaces(config);
  const problems: ConfigProblem[] = [];
  const warnings: string[] = [];
  if (backup.dir !== null && isWithData(backup.dir, dataDir)) {
    const params = { folder: path.resolve(backup.dir), data: path.resolve(dataDir) };
    problems.push({ variable: 'BACKUP_DIR', problem: words.plain('config:place.withData', params) });
  }
  for (const { variable, place, reason } of unreached) {
    const problem = words.plain(PROBLEMS[variable], { file: place, folder: place, reason: reason ?? '' });
    if (variable !== 'BACKUP_DIR') problems.push({ variable, problem });
    else if (problems.length === 0) warnings.push(`${variable} ${problem}`);
  }
  const isReached = (variable: Place) => !unreached.some((one) => one.variable === variable);
  if (rosterFile !== null && isReached('ROSTER_FILE')) {
    const faults = await rosterFaults(rosterFile, words, config);
    if (faults !== null) problems.push({ variable: 'ROSTER_FILE', problem: faults });
  }
  if (isReached('SIGNATURE_TRUST_DIR')) problems.push(...(await trustProblems(config)));
  if (problems.length > 0) throw new ConfigError(problems, defaultLocale);
  return warnings.map((warning) => `⚠️ ${warning}`);
}

const PROBLEMS = {
  BACKUP_DIR: 'config:place.copies',
  INTAKE_DIR: 'config:intakeDir',
  ROSTER_FILE: 'config:rosterUnreadable',
  SIGNATURE_TRUST_DIR: 'config:intakeDir',
} as const satisfies Record<Place, string>;

async function trustProblems(config: Config): Promise<ConfigProblem[]> {
  const { signatures, signatureTrustDir: folder, signatureCrl: unknownRevocation, defaultLocale } = config;
  if (signatures !== 'verify' || folder === null) return [];
  try {
    await (await openSignatureChecker({ folder, unknownRevocation })).close();
    return [];
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    const [, ...faults] = trustLines(error, wordsOf(defaultLocale));
    const problem = wordsOf(defaultLocale).plain('config:place.trustFaults', {
      faults: faults.map((fault) => `\n  ${fault}`).join(''),
    });
    return [{ variable: 'SIGNATURE_TRUST_DIR', problem }];
  }
}
