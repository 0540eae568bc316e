import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { copiesIn } from '../../../src/adapters/backup/copies-in';
import { MANIFEST, readManifest, writeManifest, type Manifest } from '../../../src/adapters/backup/manifest';
import type { Case, Door } from '../door';
import type { HostileOffice } from '../office';

// A copy lies for years where others may write: whoever restores it hears what is wrong with it, and the office at work is not touched.

/** Makes something else of a good copy. */
type Given = (folder: string) => Promise<unknown>;

const MEGABYTE = 1_000_000;
/** Whoever has to mend something ends with 2. */
const SAYS = /^2: [^]*[А-Яа-яё]{3}/;
const made = (name: string, damage: Given, says = SAYS): Case<Given> => ({ name, make: () => damage, says });

const told =
  (change: (manifest: Manifest) => object): Given =>
  async (folder) => {
    const manifest = await readManifest(folder);
    await writeManifest(folder, { ...manifest, ...change(manifest) });
  };
/** By somebody who knows how to reckon a sum. */
const summed = (bytes: Buffer) => ({
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});
const tables = (of: string, change: object): Given =>
  told((manifest) => ({
    tables: manifest.tables.map((part) => (part.name === of ? { ...part, ...change } : part)),
  }));
const packed =
  (of: string, bytes: () => Buffer): Given =>
  async (folder) => {
    const given = bytes();
    await writeFile(path.join(folder, `${of}.br`), given);
    await tables(of, summed(given))(folder);
  };
const brotli = (text: Buffer | string): Buffer =>
  brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
const instead =
  (file: string, put: (file: string) => unknown): Given =>
  async (folder) => {
    const whole = path.join(folder, file);
    await rm(whole);
    await put(whole);
  };
const STATEMENT = 'x"; drop table appeal cascade; --';

const CASES: readonly Case<Given>[] = [
  made('a table cut short', (folder) => truncate(path.join(folder, 'appeal.br'), 40)),
  made('a table taken away', (folder) => rm(path.join(folder, 'person.br'))),
  made(
    'a pipe in the place of a table',
    instead('person.br', (file) => void spawnSync('mkfifo', [file])),
  ),
  made(
    'an endless device in the place of a table',
    instead('person.br', (file) => symlink('/dev/zero', file)),
  ),
  made(
    'a link out of the copy in the place of a table',
    instead('person.br', (file) => symlink('/etc/passwd', file)),
  ),
  made(
    'a folder in the place of a table',
    instead('person.br', (file) => mkdir(file)),
  ),
  made(
    'a folder in the place of the manifest',
    instead(MANIFEST, (file) => mkdir(file)),
  ),
  made(
    'an endless device in the place of the manifest',
    instead(MANIFEST, (file) => symlink('/dev/zero', file)),
  ),
  made('a manifest cut short', (folder) => truncate(path.join(folder, MANIFEST), 300)),
  made('a manifest of nothing', (folder) => truncate(path.join(folder, MANIFEST), 0)),
  made('a manifest 200000 lists deep', (folder) => writeFile(path.join(folder, MANIFEST), '['.repeat(200_000))),
  made('a manifest of NUL, 50 MB', (folder) => writeFile(path.join(folder, MANIFEST), Buffer.alloc(50 * MEGABYTE))),
  made('a part that lies outside of the copy', tables('person', { file: '../person.br' })),
  made('a table that no database has', tables('person', { name: 'pg_authid' })),
  made('a table named as a statement', tables('person', { name: STATEMENT })),
  made('a column named as a statement', tables('person', { columns: ['id', STATEMENT] })),
  made(
    'a sequence named as a statement',
    told(() => ({ sequences: [{ name: STATEMENT, last: '1' }] })),
  ),
  made(
    'a sequence beyond all numbers',
    told(({ sequences }) => ({ sequences: sequences.map(({ name }) => ({ name, last: '9'.repeat(400) })) })),
  ),
  made('more rows than it has', tables('person', { rows: 1_000_000_000_000 })),
  made(
    'a structure that nobody knows',
    told(({ migrations }) => ({ migrations: [...migrations, 'Elsewhere2782501000000'] })),
  ),
  made(
    'a structure that is none',
    told(() => ({ migrations: [STATEMENT] })),
  ),
  made(
    'a copy of a training',
    told(() => ({ purpose: 'training' })),
    // it would do, and nobody is to take it for an office's
    /^0: [^]*копия учебного стенда/,
  ),
  made(
    'said to be sealed, and open',
    told(() => ({ recipient: `age1${'q'.repeat(58)}` })),
  ),
  made(
    'junk with sums that agree',
    packed('person', () => Buffer.from('junk')),
  ),
  made(
    'rows that are none, with sums that agree',
    packed('person', () => brotli('a\tb\n')),
  ),
  made(
    'a line of 64 MB in a hundred bytes',
    packed('person', () => brotli(Buffer.alloc(64 * MEGABYTE, 'a'))),
  ),
];

const ROWS = `select (select count(*) from appeal)::int as appeals, (select count(*) from person)::int as people,
  (select count(*) from journal_entry)::int as entries`;

/** Looks whether this copy would do. @returns the exit code, and what whoever looks is told */
async function checked(office: HostileOffice, folder: string): Promise<string> {
  const { code, said } = await office.command('restore', [folder, '--check']).ended;
  return `${code}: ${said}`;
}

/** Copies that somebody has made something else of. */
export const copies: Door<Given> = {
  name: 'copies',
  cases: CASES,
  short: ['a table cut short', 'a table named as a statement', 'a part that lies outside of the copy'],
  async prepare() {
    return {
      async enter(office) {
        await office.appeal();
        const folder = path.join(office.work, 'copies');
        const taken = await office.command('backup', [folder]).ended;
        const [good] = await copiesIn(folder);
        if (good === undefined) throw new Error(`No copy was taken: ${taken.said}`);
        const [before] = await office.rows(ROWS);
        return {
          async give(given) {
            const bad = path.join(folder, path.basename(good.folder).replace(/^\d{4}/, '2001'));
            await rm(bad, { recursive: true, force: true });
            await cp(good.folder, bad, { recursive: true });
            await given(bad);
            const said = await checked(office, bad);
            await rm(bad, { recursive: true, force: true });
            return async () => said;
          },
          async beside() {
            const said = await checked(office, good.folder);
            const [now] = await office.rows(ROWS);
            return [
              ...(said.startsWith('0: ') ? [] : [`a good copy would not do: ${said}`]),
              ...(JSON.stringify(now) === JSON.stringify(before) ? [] : [`the office has ${JSON.stringify(now)}`]),
            ];
          },
        };
      },
    };
  },
};
