import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { historyPaperOf } from '../../../bots/conversation/proof/history-paper';
import { writeHistory } from '../../../src/adapters/papers/history';
import { wordsOf } from '../../../src/i18n';
import { headHash, type Head } from '../../../src/proof/head';
import { GrowingTree, hex, leafHash } from '../../../src/proof/tree';
import { readHistoryPaper } from '../../../src/usecases/proof/prove';
import { inWork, register } from '../usecases/statistics/counting';
import { openOffice, type WorkingOffice } from '../usecases/working-office';
import { asOwner, headsOf, sealAll } from '../usecases/proof/sealing';
import { runJournal, type Ran } from '../../support/journal-command';
import { readPdf } from '../../support/pdf-pages';

let office: WorkingOffice;
let folder: string;
let appealId: number;
beforeAll(async () => {
  office = await openOffice();
  folder = await mkdtemp(path.join(tmpdir(), 'murajagat-journal-'));
  appealId = await register(office, { number: '327441806' });
  await inWork(office, appealId);
  for (let index = 0; index < 3; index += 1) await inWork(office, await register(office));
  await sealAll(office, 5);
});
afterAll(async () => {
  await office.fresh.drop();
  await rm(folder, { recursive: true, force: true });
});

const run = (command: 'verify' | 'export', args: readonly string[] = [], url = office.fresh.url): Promise<Ran> =>
  runJournal(command, args, { url, folder });

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const whole = path.join(folder, name);
  await writeFile(whole, content);
  return whole;
}
const linesOf = async (name: string): Promise<string[]> =>
  (await readFile(path.join(folder, name), 'utf8')).split('\n').slice(0, -1);
const NO_DATABASE = 'postgres://nobody@127.0.0.1:1/none';

/** The paper as whoever presses the button gets it. */
async function paper(locale: 'ru' | 'tt' = 'ru'): Promise<Uint8Array> {
  const proven = await readHistoryPaper(office.desk, await office.actor('executor'), appealId, true);
  if (typeof proven === 'string') throw new Error('There is no such appeal');
  const reading = {
    words: wordsOf(locale),
    now: office.desk.clock.now(),
    calendar: office.desk.office.calendar(),
    longest: 4096,
  };
  return writeHistory({ ...historyPaperOf(proven, reading), head: null });
}

test('a journal that is whole is said to be, with its head, and that former heads were not compared', async () => {
  const last = (await headsOf(office)).at(-1)!;
  const { code, out, complaints } = await run('verify');
  expect({ code, complaints }).toEqual({ code: 0, complaints: '' });
  expect(out).toContain(`Журнал цел: ${last.size} записей`);
  expect(out).toContain(last.root);
  expect(out).toContain('Прежние контрольные суммы не сверены');
});

test('what is exported gives somebody else the same tree, and its heads are heads to compare with', async () => {
  expect(await run('export', ['out'])).toMatchObject({ code: 0, complaints: '' });
  const tree = new GrowingTree();
  for (const line of await linesOf('out/entries.jsonl')) tree.add(leafHash(line));
  const heads = (await linesOf('out/heads.jsonl')).map((line) => ({ line, ...(JSON.parse(line) as Head) }));
  expect(heads.at(-1)).toMatchObject({ size: tree.size, root: hex(tree.root) });
  for (const [index, head] of heads.entries())
    expect(head.previous).toBe(
      index === 0
        ? '0'.repeat(64)
        : createHash('sha256')
            .update(heads[index - 1]!.line)
            .digest('hex'),
    );
  const { code, out } = await run('verify', ['--heads', 'out/heads.jsonl']);
  expect(code).toBe(0);
  expect(out).toContain(`Сверено прежних контрольных сумм: ${heads.length}.`);
});

test('what was exported before is not written over', async () => {
  await run('export', ['twice']);
  const { code, complaints } = await run('export', ['twice']);
  expect(code).toBe(2);
  expect(complaints).toContain('уже есть');
  expect((await readdir(path.join(folder, 'twice'))).sort()).toEqual(['entries.jsonl', 'heads.jsonl', 'words.jsonl']);
});

test.each([
  ['verify', ['--nothing']],
  ['verify', ['--heads', 'not-there.jsonl']],
  ['verify', ['--proof', 'not-there.pdf']],
  ['verify', ['extra']],
  ['export', []],
  ['export', ['one', 'two']],
  ['export', [path.join(__filename, 'under-a-file')]],
] as const)('%s %p is answered by what is to be mended', async (command, args) => {
  const { code, out, complaints } = await run(command, args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(complaints).toMatch(/\S/);
  expect(complaints).not.toContain('    at ');
});

test('a line of former heads that is none is named before anything is gone through', async () => {
  const heads = await file('bad.jsonl', '{"size":1,"root":"00112233445566778899"}\nnothing\n');
  expect(await run('verify', ['--heads', heads], NO_DATABASE)).toMatchObject({
    code: 2,
    complaints: expect.stringContaining('строка 2'),
  });
});

test('a head that is not kept any more is named', async () => {
  const heads = await file('other.jsonl', '{"size":5,"root":"0011 2233 4455 6677"}\n');
  const { code, complaints } = await run('verify', ['--heads', heads]);
  expect(code).toBe(1);
  expect(complaints).toContain('Прежней контрольной суммы на 5 записей (0011223344556677) в журнале нет');
});

describe('a paper with its proof', () => {
  test('reads as the history, the oldest first, and says what proves it', async () => {
    const { pages, info } = readPdf(await paper());
    const text = pages.join(' ');
    expect(info).toMatchObject({ Title: 'История № 327441806' });
    const order = ['Зарегистрировано', 'Назначен исполнитель', 'Взято в работу'].map((word) => text.indexOf(word));
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(order[0]).toBeGreaterThan(0);
    expect(text).toContain('25.11.2026 10:00');
    expect(text).toContain('запись журнала 0');
    expect(text).toContain((await headsOf(office)).at(-1)!.root);
  });

  test('is the same bytes when it is drawn again, and another in the other language', async () => {
    const [one, other, tatar] = [await paper(), await paper(), await paper('tt')];
    expect(Buffer.compare(one, other)).toBe(0);
    expect(readPdf(tatar).pages.join(' ')).toContain('proof.json файлы кушылган');
  });

  test('is checked without the database: its lines, its head, and the list of heads', async () => {
    const proof = await file('history.pdf', await paper());
    const alone = await run('verify', ['--proof', proof], NO_DATABASE);
    expect(alone).toMatchObject({ code: 0, complaints: '' });
    const last = (await headsOf(office)).at(-1)!;
    expect(alone.out).toContain('Доказательство сходится: 3 записи.');
    expect(alone.out).toContain(`записей ${last.size}, ${last.root}`);
    expect(alone.out).toContain('"action":"takeIntoWork"');

    const heads = await file('heads.jsonl', (await headsOf(office)).map((head) => JSON.stringify(head)).join('\n'));
    const listed = await run('verify', ['--proof', proof, '--heads', heads], NO_DATABASE);
    expect(listed).toMatchObject({ code: 0, out: expect.stringContaining('Эта контрольная сумма есть в списке.') });
    const others = await file('others.jsonl', JSON.stringify({ size: last.size, root: '0'.repeat(16) }));
    expect(await run('verify', ['--proof', proof, '--heads', others], NO_DATABASE)).toMatchObject({ code: 1 });
    const before = await file('before.jsonl', JSON.stringify({ size: 1, root: '0'.repeat(16) }));
    expect(await run('verify', ['--proof', proof, '--heads', before], NO_DATABASE)).toMatchObject({
      code: 1,
      complaints: expect.stringContaining('В списке нет контрольной суммы'),
    });
  });

  test('of which a line was changed is refused; what carries no proof is said to', async () => {
    const proven = await readHistoryPaper(office.desk, await office.actor('executor'), appealId, true);
    if (typeof proven === 'string') throw new Error('There is no such appeal');
    const changed = JSON.stringify(proven.proof.proof).replace('takeIntoWork', 'submitAnswer');
    const bytes = (json: string | null) =>
      writeHistory({
        locale: 'ru',
        head: null,
        title: 'История',
        entries: [],
        notes: [],
        proof: json === null ? null : { name: 'proof.json', json },
        issuedAt: office.desk.clock.now(),
      });
    const ran = async (content: string | Uint8Array) =>
      run('verify', ['--proof', await file('forged.pdf', content)], NO_DATABASE);
    expect(await ran(await bytes(changed))).toMatchObject({
      code: 1,
      complaints: expect.stringContaining('не сходится'),
    });
    expect(await ran(await bytes('{}'))).toMatchObject({ code: 2, complaints: expect.stringContaining('не читается') });
    expect(await ran(await bytes(null))).toMatchObject({
      code: 2,
      complaints: expect.stringContaining('нет вложения'),
    });
    expect(await ran('no PDF at all')).toMatchObject({ code: 2, complaints: expect.stringContaining('нет вложения') });
  });

  test('still tells the truth when the journal has gone on, and its head is still kept', async () => {
    const proof = await file('before.pdf', await paper());
    const head = (await headsOf(office)).at(-1)!;
    await inWork(office, await register(office));
    await sealAll(office);
    expect(await run('verify', ['--proof', proof], NO_DATABASE)).toMatchObject({ code: 0 });
    const heads = await file('kept.jsonl', JSON.stringify(head));
    expect(await run('verify', ['--heads', heads])).toMatchObject({ code: 0 });
    // Sealing may have taken more than one head: another test's transaction holds entries back.
    const next = (await headsOf(office)).find(({ size }) => size > head.size);
    expect(next?.previous).toBe(headHash(head));
  });
});

// It breaks the journal, so it is the last.
test('one byte that was changed in the database is named, and nothing is exported', async () => {
  const [{ id }] = (await office.rows<{ id: number }>('select entry_id as id from journal_leaf where place = 7')) as [
    { id: number },
  ];
  await asOwner(office, `update journal_entry set clause = 'П1/3' where id = ${id}`);
  const verified = await run('verify');
  expect(verified.code).toBe(1);
  expect(verified.complaints).toContain(`Запись ${id} (место 7) изменена`);
  // As above: which head is the last before it depends on how many sealing took.
  const before = (await headsOf(office)).findLast(({ size }) => size <= 7);
  expect(verified.complaints).toContain(`записей ${before?.size}, `);
  const exported = await run('export', ['broken']);
  expect(exported).toMatchObject({ code: 1, complaints: expect.stringContaining('на месте 7') });
  expect(await readdir(path.join(folder, 'broken'))).toEqual([]);
});

describe('what was exported is verified by its files alone', () => {
  const verify = (name: string, more: readonly string[] = []) =>
    run('verify', ['--folder', name, ...more], NO_DATABASE);
  /** A copy of the export, of which one file is another. */
  async function changed(name: string, of: string, change: (text: string) => string): Promise<string> {
    await mkdir(path.join(folder, name), { recursive: true });
    for (const one of ['entries.jsonl', 'words.jsonl', 'heads.jsonl']) {
      const text = await readFile(path.join(folder, 'out', one), 'utf8');
      await file(`${name}/${one}`, one === of ? change(text) : text);
    }
    return name;
  }

  test('a whole one, and heads that somebody has kept', async () => {
    const { code, out, complaints } = await verify('out', ['--heads', 'out/heads.jsonl']);
    expect({ code, complaints }).toEqual({ code: 0, complaints: '' });
    expect(out).toContain('Журнал цел');
    expect(out).toContain('Сверено прежних контрольных сумм');
  });

  test.each([
    ['an entry that was changed', 'entries.jsonl', (text: string) => text.replace('"version":1', '"version":2')],
    ['an entry that was left out', 'entries.jsonl', (text: string) => text.slice(text.indexOf('\n') + 1)],
    [
      'a head that was changed',
      'heads.jsonl',
      (text: string) => text.replace(/"root":"[0-9a-f]{8}/, '"root":"00000000'),
    ],
    ['a head that was left out', 'heads.jsonl', (text: string) => text.slice(text.indexOf('\n') + 1)],
  ])('%s is told', async (what, of, change) => {
    const { code, complaints } = await verify(await changed(what.replaceAll(' ', '-'), of, change));
    expect(code).toBe(1);
    expect(complaints).not.toBe('');
  });

  test('a folder that is none is said to be so', async () => {
    expect(await verify('nowhere')).toMatchObject({ code: 2 });
  });
});
