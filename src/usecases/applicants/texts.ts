import { statement, type Transaction, type Queries } from '../../database/database';
import type { Json } from '../../proof/canonical';
import { wordsDigest } from '../../proof/words';
import type { Contacts } from '../../text/personal-data';
import { takingOut, type Doubtful, type TakesOut, type Whose } from './taking-out';

/** What becomes of a text of an appeal. */
export type Hides = (appealId: number, text: string) => string;

/**
 * Moments, hashes and names of files that a messenger has given: nobody has written them. A number digit by digit, however long, somebody has.
 */
const NO_WORDS =
  /^(?:\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d))?|(?=.*[a-f])[0-9a-f-]{20,}|(?=.*[A-Z])(?=.*[a-z])(?=.*\d)[\w-]{20,})$/;

/** @param ofAppeal whose texts they are: what is inside of it and says that it is another's is left */
export function hiddenIn(value: Json, hide: (text: string) => string, ofAppeal: number | null = null): Json {
  if (typeof value === 'string') return NO_WORDS.test(value) ? value : hide(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((one) => hiddenIn(one, hide, ofAppeal));
  const { appealId } = value;
  if (ofAppeal !== null && typeof appealId === 'number' && appealId !== ofAppeal) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, one === undefined ? null : hiddenIn(one, hide, ofAppeal)]),
  );
}
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** As the entry of a forgetting names it: the row, and the digest of its new words. */
export interface ChangedRow {
  readonly id: number;
  readonly digest: string;
}

// What is done about violations and about questions of a direct line stands in the journal without an appeal's id.
const selectWords = statement(
  'forget.words-of-journal',
  `with entries as (
     select j.words_id, j.appeal_id from journal_entry j where j.appeal_id = any($1::int[]) and j.words_id is not null
     union all
     select j.words_id, (j.details ->> 'appealId')::int from journal_entry j
     where exists (select from violation v where v.appeal_id = any($1::int[])) and j.action = 'actOnViolation' and j.words_id is not null
       and (j.details ->> 'appealId')::int = any($1::int[])
     union all
     select j.words_id, coalesce(q.appeal_id, r.appeal_id) from line_question q left join line_question r on r.id = q.joined_to_id
       join journal_entry j on j.action = 'workOnQuestion' and j.words_id is not null and (j.details ->> 'questionId')::int = q.id
     where q.appeal_id = any($1::int[]) or r.appeal_id = any($1::int[]))
   select w.id, w.words, e.appeal_id as "appealId" from entries e join journal_words w on w.id = e.words_id order by w.id for no key update of w`,
);
const writeWords = statement(
  'forget.write-words-of-journal',
  'update journal_words set words = $2, changed_salt = uuid_send(gen_random_uuid()), salt = null where id = $1 returning changed_salt as salt',
);

/** The salt goes with what was there: by the digest in the entry alone nobody can try what it was. @returns by the appeal */
export async function forgetWords(
  tx: Transaction,
  appealIds: readonly number[],
  hide: Hides,
): Promise<ReadonlyMap<number, readonly ChangedRow[]>> {
  const changed = new Map<number, ChangedRow[]>();
  for (const { id, words, appealId } of await tx.query<{ id: number; words: string; appealId: number }>(selectWords, [
    appealIds,
  ])) {
    const before = JSON.parse(words) as Json;
    const after = JSON.stringify(hiddenIn(before, (text) => hide(appealId, text)));
    if (after === JSON.stringify(before)) continue;
    const [written] = await tx.query<{ salt: Buffer }>(writeWords, [id, after]);
    if (!written) continue;
    const { salt } = written;
    changed.set(appealId, [...(changed.get(appealId) ?? []), { id, digest: wordsDigest(salt, after) }]);
  }
  return changed;
}

// Every text that people write about an appeal, wherever it is kept. `test/src/usecases/applicants/forgotten-everywhere.test.ts` looks through
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

const NOBODYS: Whose = {
  type: 'person',
  name: null,
  phone: null,
  email: null,
  address: null,
  place: '',
  written: { numbers: [], mails: [] },
};

/** Whose data go out of the texts of which appeals. */
export class Owners {
  /** Of whom there was anything, and in which appeals' texts: in their own, or in those of another. */
  readonly touched = new Map<number, Set<number>>();
  /** In whatever is not their own words. */
  readonly touchedInOthersWords = new Set<number>();
  private readonly byAppeal = new Map<number, { readonly ownerId: number; readonly takes: TakesOut }[]>();
  private readonly known = new Map<number, Whose>();
  private readonly beside = new Set<number>();

  constructor(
    private readonly office: Contacts,
    private readonly officials: readonly string[],
  ) {}

  get appealIds(): readonly number[] {
    return [...this.byAppeal.keys()];
  }

  /** Appeals of others in which there was something. */
  get touchedBeside(): readonly number[] {
    return [...this.beside];
  }

  whose(ownerId: number): Whose {
    return this.known.get(ownerId) ?? NOBODYS;
  }

  of(appealId: number): readonly number[] {
    return (this.byAppeal.get(appealId) ?? []).map(({ ownerId }) => ownerId);
  }

  add(appealId: number, ownerId: number, whose: Whose, doubtful: Doubtful): void {
    this.known.set(ownerId, whose);
    const takes = takingOut(whose, this.office, this.officials, doubtful);
    this.byAppeal.set(appealId, [...(this.byAppeal.get(appealId) ?? []), { ownerId, takes }]);
  }

  /** @param isOwn the applicant's own words */
  hide(appealId: number, text: string, isOwn = false): string {
    let left = text;
    for (const { ownerId, takes } of this.byAppeal.get(appealId) ?? []) {
      const hidden = isOwn && ownerId === appealId ? takes.own(left) : takes.officials(left);
      if (hidden === left) continue;
      left = hidden;
      this.touched.set(ownerId, (this.touched.get(ownerId) ?? new Set<number>()).add(appealId));
      if (!isOwn || ownerId !== appealId) this.touchedInOthersWords.add(ownerId);
      if (ownerId !== appealId) this.beside.add(appealId);
    }
    return left;
  }
}
