import { statement, type Queries, type Transaction } from '../../../database/database';
import type { Json } from '../../../proof/canonical';
import { hiddenIn, type Hides } from './hidden-in';
import { forgetWords, type ChangedRow } from './words-of-journal';

// Every text that people write about an appeal, wherever it is kept. `test/src/usecases/administration/forgotten-everywhere.test.ts` looks through
// every column of the database, so a new one that is not here is found.

interface Place {
  /** After `from`: the row is `t`, and whatever it is joined with. */
  readonly from: string;
  /** Of the row. */
  readonly appealId: string;
  readonly texts?: readonly string[];
  readonly jsons?: readonly string[];
}

const ofAppeal = (table: string, columns: Pick<Place, 'texts' | 'jsons'>): readonly [string, Place] => [
  table,
  { from: `${table} t`, appealId: 't.appeal_id', ...columns },
];
const NUMBER = `t.said -> 'appeal' ->> 'number'`;

const PLACES: ReadonlyMap<string, Place> = new Map<string, Place>([
  [
    'appeal',
    {
      from: 'appeal t',
      appealId: 't.id',
      texts: ['address', 'settlement', 'redirect_reason', 'redirect_notice'],
      jsons: ['undo'],
    },
  ],
  ofAppeal('answer_draft', { texts: ['text', 'without_photo'] }),
  ofAppeal('delivery', { texts: ['text'] }),
  ofAppeal('visit', { texts: ['place', 'outside', 'result'] }),
  ofAppeal('document_request', { texts: ['body', 'what'] }),
  ofAppeal('instruction', { texts: ['text'] }),
  ofAppeal('attachment', { texts: ['file_name'] }),
  ofAppeal('given_file', { texts: ['name'] }),
  ofAppeal('form', { jsons: ['answers', 'view'] }),
  ofAppeal('reminder', { jsons: ['params'] }),
  ofAppeal('registry_kept', { texts: ['there', 'here'] }),
  ofAppeal('violation', { texts: ['decision_words'] }),
  [
    'violation_explanation',
    {
      from: 'violation_explanation t join violation v on v.id = t.violation_id',
      appealId: 'v.appeal_id',
      texts: ['text'],
    },
  ],
  [
    'formal_check',
    { from: 'formal_check t join answer_draft d on d.id = t.draft_id', appealId: 'd.appeal_id', jsons: ['signs'] },
  ],
  [
    'shipment',
    {
      from: 'shipment t join delivery y on y.id = t.delivery_id',
      appealId: 'y.appeal_id',
      texts: ['detail', 'reference'],
    },
  ],
  [
    'line_question',
    {
      from: 'line_question t left join line_question repeated on repeated.id = t.joined_to_id',
      appealId: 'coalesce(t.appeal_id, repeated.appeal_id)',
      texts: ['text', 'answer', 'reason'],
    },
  ],
  [
    'registry_row',
    {
      from: `registry_row t join appeal a on a.number = ${NUMBER}`,
      appealId: 'a.id',
      jsons: ['said', 'changes', 'complaints'],
    },
  ],
  [
    'outbox_message',
    {
      // One of many appeals is a row for each.
      from: `outbox_message t cross join lateral (
         select (named #>> '{}')::int as id from jsonb_path_query(t.params, '$.**.appealId ? (@.type() == "number")') named
         union select (named #>> '{}')::int from jsonb_path_query(t.params, '$.appeals[*].id ? (@.type() == "number")') named
           where t.kind = 'ofMany'
         union select coalesce(q.appeal_id, r.appeal_id) from line_question q left join line_question r on r.id = q.joined_to_id
           where t.kind = 'lineQuestion' and q.id = (t.params ->> 'questionId')::int) m`,
      appealId: 'm.id',
      jsons: ['params'],
    },
  ],
]);
interface Kept {
  readonly place: string;
  readonly appealId: number;
  readonly values: Readonly<Record<string, Json>>;
}
const columnsOf = ({ texts = [], jsons = [] }: Place): readonly string[] => [...texts, ...jsons];

// A row that is locked stays where it is until it is written, so its place names it, whatever its key is.
const reading = [...PLACES].map(([table, place]) => ({
  table,
  select: statement(
    `forget.texts-of-${table}`,
    `select t.ctid::text as place, ${place.appealId} as "appealId",
       jsonb_build_object(${columnsOf(place)
         .map((name) => `'${name}', t.${name}`)
         .join(', ')}) as values
     from ${place.from} where ${place.appealId} = any($1::int[])
     for no key update of t`,
  ),
  look: statement(
    `forget.look-at-${table}`,
    `select jsonb_build_object(${columnsOf(place)
      .map((name) => `'${name}', t.${name}`)
      .join(', ')}) as values from ${place.from} where ${place.appealId} = any($1::int[])`,
  ),
  write: statement(
    `forget.write-${table}`,
    `update ${table} t set ${columnsOf(place)
      .map((name) => `${name} = r.${name}`)
      .join(', ')}
     from jsonb_to_recordset($1::jsonb) as r(place text, ${[
       ...(place.texts ?? []).map((name) => `${name} text`),
       ...(place.jsons ?? []).map((name) => `${name} jsonb`),
     ].join(', ')}) where t.ctid = r.place::tid`,
  ),
}));

/** All of them. @returns what was changed in the journal, by the appeal */
export async function hideInTexts(
  tx: Transaction,
  appealIds: readonly number[],
  hide: Hides,
): Promise<ReadonlyMap<number, readonly ChangedRow[]>> {
  for (const { select, write } of reading) {
    const rows = await tx.query<Kept>(select, [appealIds]);
    const changed = new Map<string, Json>();
    for (const { place, appealId, values } of rows) {
      const before = changed.get(place) ?? values;
      const after = hiddenIn(before, (text) => hide(appealId, text), appealId);
      if (JSON.stringify(after) !== JSON.stringify(before)) changed.set(place, after);
    }
    const written = [...changed].map(([place, values]) => ({ place, ...(values as object) }));
    if (written.length > 0) await tx.query(write, [JSON.stringify(written)]);
  }
  return forgetWords(tx, appealIds, hide);
}

const lookAtJournal = statement(
  'forget.look-at-journal',
  'select w.words from journal_entry j join journal_words w on w.id = j.words_id where j.appeal_id = any($1::int[])',
);

/** The same texts as they are, for whoever has to look at them. */
export async function* textsOf(queries: Queries, appealIds: readonly number[]): AsyncGenerator<string> {
  const said: string[] = [];
  const note = (text: string) => {
    said.push(text);
    return text;
  };
  for (const { look } of reading)
    for (const { values } of await queries.query<Pick<Kept, 'values'>>(look, [appealIds])) hiddenIn(values, note);
  for (const { words } of await queries.query<{ words: string }>(lookAtJournal, [appealIds]))
    hiddenIn(JSON.parse(words) as Json, note);
  yield* said;
}
