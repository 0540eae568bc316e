import { databaseOf } from '../../../../src/database/database';
import { lineOf } from '../../../../src/proof/line';
import { hex, leafHash } from '../../../../src/proof/tree';
import type { Row } from '../../../../src/usecases/proof/sealed';
import { verifyJournal } from '../../../../src/usecases/proof/verify';
import { BadHeads, formerHeads } from '../../../../src/usecases/proof/former-tree';
import { inWork, register } from '../statistics/counting';
import { openOffice, type WorkingOffice } from '../working-office';
import { asOwner, headsOf, sealAll, verify } from './sealing';

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
  for (let index = 0; index < 4; index += 1) await inWork(office, await register(office));
  await sealAll(office, 5);
});
afterEach(() => office.fresh.drop());

const entryAt = async (place: number): Promise<number> =>
  (await office.rows<{ id: number }>('select entry_id as id from journal_leaf where place = $1', [place]))[0]!.id;
/** Of the copy that is inserted; of one that would be sealed anew where it stands. */
const copied = (id: number, as: string) =>
  `insert into journal_entry (id, at, action, details, epoch, txid) select ${as}, at, action, details, epoch, txid from journal_entry where id = ${id}`;

/** The words of the entry that says why it was returned. */
const ofWords = (change: string) => `update journal_words set ${change} where words like '%не наш район%'`;

test.each([
  ['one letter of them', ofWords(`words = replace(words, 'наш', 'Наш')`), 'wordsDiffer'],
  [
    'all of them, taken out',
    ofWords('words = words').replace(/^update .* where/, 'delete from journal_words where'),
    'wordsMissing',
  ],
  ['their salt, taken out with words of them', ofWords(`words = '{"reason": "иначе"}', salt = null`), 'wordsUnnamed'],
])('changed of the words of an entry: %s. The entry is named', async (_, deed, what) => {
  const appealId = await register(office);
  await inWork(office, appealId);
  await office.must('executor', 'returnToCoordination', appealId, { reason: 'Это не наш район' });
  await sealAll(office);
  expect(await office.rows(`select from journal_entry where details::text like '%район%'`)).toEqual([]);
  expect(await verify(office)).toMatchObject({ outcome: 'whole' });
  await asOwner(office, deed);
  const [entry] = await office.rows<{ id: number }>(
    `select id from journal_entry where action = 'returnToCoordination'`,
  );
  expect(await verify(office)).toMatchObject({ outcome: 'broken', fault: { what, entryId: entry!.id } });
});

test('words of the journal are changed, deleted and emptied by nobody', async () => {
  const { dataSource } = databaseOf(office.desk);
  await office.must('executor', 'returnToCoordination', await inWorkAgain(), { reason: 'Это не наш район' });
  for (const one of [ofWords(`words = '{}'`), 'delete from journal_words', 'truncate journal_words'])
    await expect(dataSource.query(one)).rejects.toThrow('Words of the journal');
});

test('heads of one tree out of order are a mistake of the file, and accuse nobody', async () => {
  const [one, other] = await headsOf(office);
  await expect(verify(office, [other!, one!])).rejects.toBeInstanceOf(BadHeads);
});

async function inWorkAgain(): Promise<number> {
  const appealId = await register(office);
  await inWork(office, appealId);
  return appealId;
}

/** What somebody with the server in their hands may do to the entry at the seventh place. */
const DEEDS: readonly (readonly [string, (id: number) => string, object])[] = [
  ['who did it', (id) => `update journal_entry set person_id = null where id = ${id}`, { what: 'differs', place: 7 }],
  [
    'the moment, by a millionth of a second',
    (id) => `update journal_entry set at = at + interval '1 microsecond' where id = ${id}`,
    { what: 'differs', place: 7 },
  ],
  [
    'one letter of its details',
    (id) => `update journal_entry set details = details || '{"x": 1}' where id = ${id}`,
    { what: 'differs', place: 7 },
  ],
  ['its turn', (id) => `update journal_entry set txid = 3 where id = ${id}`, { what: 'differs' }],
  ['all of it, taken out', (id) => `delete from journal_entry where id = ${id}`, { what: 'missing', place: 7 }],
  ['one beside it, put in', (id) => copied(id, '-5'), { what: 'extra', place: 7, entryId: -5 }],
  [
    'one beside it, without a transaction',
    (id) => copied(id, '900001').replace('epoch, txid from', 'null, null from'),
    { what: 'extra', place: 0, entryId: 900001 },
  ],
  [
    'one beside it, of no epoch that there is',
    (id) => copied(id, '900002').replace('epoch, txid from', '-3, txid from'),
    { what: 'extra', entryId: 900002 },
  ],
  ['its seal, taken out', () => 'delete from journal_leaf where place = 7', { what: 'unsealed', place: 7 }],
];

test.each(DEEDS)(
  'changed: %s. The entry is named, and the last head up to which all is in order',
  async (_, deed, fault) => {
    const heads = await headsOf(office);
    await asOwner(office, deed(await entryAt(7)));
    const verdict = await verify(office);
    expect(verdict).toMatchObject({ outcome: 'broken', fault });
    if (verdict.outcome !== 'broken') throw new Error('It is whole');
    if ('place' in verdict.fault && verdict.fault.place === 7)
      expect(verdict.since).toEqual(heads.findLast(({ size }) => size <= 7));
  },
);

test('an entry that was changed along with its seal is betrayed by the next head', async () => {
  const heads = await headsOf(office);
  const id = await entryAt(7);
  await asOwner(office, `update journal_entry set person_id = null where id = ${id}`);
  const [row] = await office.rows<{ entry: Row }>('select row_to_json(j) as entry from journal_entry j where id = $1', [
    id,
  ]);
  await asOwner(office, `update journal_leaf set hash = '\\x${hex(leafHash(lineOf(row!.entry)))}' where place = 7`);
  expect(await verify(office)).toMatchObject({
    outcome: 'broken',
    fault: { what: 'rewritten', head: heads[1] },
    since: heads[0],
  });
});

test('former heads that Notepad has saved begin with a mark of its encoding, and are read', async () => {
  const [first, ...others] = (await headsOf(office)).map(({ size, root }) => JSON.stringify({ size, root }));
  const read = [];
  for await (const head of formerHeads([`\ufeff${first}`, ...others])) read.push(head);
  expect(read).toMatchObject((await headsOf(office)).map(({ size, root }) => ({ size, root })));
});

test('a tree that was wholly written anew is caught by former heads, and by nothing else', async () => {
  const former = await headsOf(office);
  await asOwner(
    office,
    `update journal_entry set person_id = null where id = ${await entryAt(7)}`,
    'delete from journal_head',
    'delete from journal_leaf',
    'delete from journal_node',
  );
  await sealAll(office, 5);
  expect(await verify(office)).toMatchObject({ outcome: 'whole' });
  // What was written before the change is the same. Of a head its first digits are enough.
  expect(await verify(office, former)).toMatchObject({ fault: { what: 'notKept', head: former[1] }, since: former[0] });
  const noted = former.map(({ size, root }) => ({ size, root: root.slice(0, 16) }));
  expect(await verify(office, noted)).toMatchObject({
    outcome: 'broken',
    fault: { what: 'notKept', head: { size: 10 } },
    since: { size: 5 },
  });
});

test('former heads that are kept are counted; one of a larger tree is not kept', async () => {
  const former = await headsOf(office);
  expect(await verify(office, former)).toMatchObject({ outcome: 'whole', compared: former.length });
  const last = former.at(-1)!;
  expect(await verify(office, [...former, { size: last.size + 1, root: last.root }])).toMatchObject({
    outcome: 'broken',
    fault: { what: 'notKept', head: { size: last.size + 1 } },
  });
});

test('a head that was taken out or changed is named by the one after it', async () => {
  await asOwner(office, 'delete from journal_head where size = 5');
  expect(await verify(office)).toMatchObject({ fault: { what: 'head', head: { size: 10 } }, since: null });
});

test('what is not sealed yet is counted, and is no fault', async () => {
  await register(office);
  expect(await verify(office)).toMatchObject({ outcome: 'whole', waiting: { count: 1 } });
});

test('it can be interrupted between two pieces, and says how far it is', async () => {
  const stopping = new AbortController();
  const seen: number[] = [];
  const verdict = await verifyJournal(databaseOf(office.desk), {
    signal: stopping.signal,
    onProgress: (entries) => {
      seen.push(entries);
      stopping.abort();
    },
  });
  expect(verdict).toEqual({ outcome: 'interrupted' });
  expect(seen).toHaveLength(1);
});

describe('former heads as somebody has kept them', () => {
  const read = async (...lines: string[]) => {
    const heads = [];
    for await (const head of formerHeads(lines)) heads.push(head);
    return heads;
  };
  const root = 'AB12 CD34 EF56 7890';

  test('a line with size and sixteen digits of the root is enough', async () => {
    expect(await read('', JSON.stringify({ size: 5, root }))).toEqual([{ size: 5, root: 'ab12cd34ef567890', line: 2 }]);
  });

  test.each([
    ['no JSON', ['{'], 'unreadable', 1],
    ['fewer digits', ['{"size":5,"root":"ab12cd34ef56789"}'], 'unreadable', 1],
    ['no size', ['', '{"root":"ab12cd34ef567890"}'], 'unreadable', 2],
    [
      'a smaller one after a larger for the second time: the tree has begun anew once',
      [5, 4, 3].map((size) => `{"size":${size},"root":"ab12cd34ef567890"}`),
      'order',
      3,
    ],
  ] as const)('%s: the line is named', async (_, lines, why, line) => {
    const failed = await read(...lines).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(BadHeads);
    expect(failed).toMatchObject({ why, line });
  });
});
