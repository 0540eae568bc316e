import { RegistryColumns } from '../../../entities/registry-file';
import { databaseOf, repositoryOf, statement, type Transaction } from '../../database/database';
import type { Actor } from '../../regulation/facts';
import { isOneOf } from '../../regulation/lists';
import {
  ABSENCES,
  type AskedColumns,
  type ColumnAnswer,
  type ColumnAnswers,
  type Deciding,
} from '../../regulation/registry-layout';
import { hasRight } from '../../regulation/rights';
import type { Desk, Records } from '../kit/ports';
import { changeFile, lockedFile, UNREAD, wakeWorker, type FileState } from './files';
import { tellOfFile, tellOfQuestion } from './read-file';
import { settleSightings } from './sightings';

// A column that decides was not found: nothing is guessed. Whoever has sent the file is asked, or all coordinators of one that nobody has
// sent; the answer holds for every file with these headings.

const MOST_REMEMBERED = 500;

/** The answers about columns, by the layout of the headings: those of the latest layouts. */
export async function rememberedColumns(records: Records): Promise<Readonly<Record<string, ColumnAnswers>>> {
  const rows = await repositoryOf(databaseOf(records), RegistryColumns).find({
    order: { answeredAt: 'DESC' },
    take: MOST_REMEMBERED,
  });
  return Object.fromEntries(rows.map(({ layout, answers }) => [layout, answers]));
}

/** Its reading has stopped at a question. @idempotent by the state of the file */
export function noteAsked(desk: Desk, fileId: number, asked: AskedColumns): Promise<void> {
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    const file = await lockedFile(tx, fileId);
    if (file?.state !== 'reading') return;
    await changeFile(tx, fileId, { state: 'asking', asked, readings: 0 });
    await tellOfFile(tx, file, now);
    await tellOfQuestion(tx, desk, { ...file, asked });
  });
}

const sightMentioned = statement(
  'registry.mentioned',
  `insert into registry_sighting (file_id, appeal_id) select $1, id from appeal where number = any($2::text[]) and finished_at is null
   on conflict do nothing`,
);

/** Numbers on a sheet that is left out: these appeals are in the file, whatever it says of them. @idempotent */
export const noteMentions = (desk: Desk, fileId: number, numbers: readonly string[]): Promise<void> =>
  databaseOf(desk).transaction(async (tx) => {
    const file = await lockedFile(tx, fileId);
    if (file?.state === 'reading') await tx.query(sightMentioned, [fileId, numbers]);
  });

/** By which column, or by which meaning of «такого столбца нет»; a column by its place among those that are offered. */
export type ColumnChoice = { readonly column: number } | { readonly absent: string };

/** What came of a press; `already`: another question of the file is asked by now; `over`: none is, or it is not theirs. */
export type Answered = 'asks' | 'reads' | 'already' | 'over';

/**
 * An answer about a column: it is remembered, and the file goes on once nothing more is asked; other files that wait for the same do too.
 * @param actor null: whoever runs a command
 * @idempotent by the question: a second press finds it answered
 */
export function answerColumn(
  desk: Desk,
  actor: Actor | null,
  fileId: number,
  { of, choice }: { readonly of: Deciding; readonly choice: ColumnChoice },
): Promise<Answered> {
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    const file = await lockedFile(tx, fileId);
    if (!file || !mayAnswer(file, actor) || file.state !== 'asking' || !file.asked) return 'over';
    const { asked } = file;
    const answer = asked.fields[0] === of ? answerOf(asked, of, choice) : null;
    if (!answer) return 'already';
    await remember(tx, asked.layout, { [of]: answer }, actor?.personId ?? null, now);
    const isLeftOut = 'absent' in answer && answer.absent === 'leftOut';
    const after = {
      ...asked,
      // of a sheet that is left out nothing more is asked
      fields: isLeftOut ? [] : asked.fields.slice(1),
      headings: asked.headings.map((heading) => ('heading' in answer && heading === answer.heading ? null : heading)),
    };
    if (after.fields.length > 0) {
      await changeFile(tx, fileId, { asked: after });
      await tellOfFile(tx, file, now);
      return 'asks';
    }
    await goOn(tx, file, now);
    for (const { id } of await tx.query<{ id: number }>(selectSame, [asked.layout, fileId])) {
      const other = await lockedFile(tx, id);
      if (other?.state === 'asking') await goOn(tx, other, now);
    }
    await wakeWorker(tx);
    return 'reads';
  });
}

const selectSame = statement(
  'registry.same-question',
  `select id from registry_file where state = 'asking' and asked ->> 'layout' = $1 and id <> $2 order by id`,
);

async function goOn(tx: Transaction, file: FileState, now: Date): Promise<void> {
  await changeFile(tx, file.id, { state: 'reading', asked: null });
  await tellOfFile(tx, file, now);
}

const mayAnswer = ({ personId }: FileState, actor: Actor | null): boolean =>
  actor === null || (hasRight(actor, 'register') && (personId === null || personId === actor.personId));

function answerOf(asked: AskedColumns, of: Deciding, choice: ColumnChoice): ColumnAnswer | null {
  if ('absent' in choice) {
    const absences: readonly string[] = ABSENCES[of];
    return isOneOf(ABSENCES[of], choice.absent) && absences.includes(choice.absent) ? { absent: choice.absent } : null;
  }
  const heading = asked.headings[choice.column];
  return heading === undefined || heading === null ? null : { heading };
}

async function remember(
  tx: Transaction,
  layout: string,
  answers: ColumnAnswers,
  personId: number | null,
  answeredAt: Date,
): Promise<void> {
  const rows = repositoryOf(tx, RegistryColumns);
  const before = await rows.findOneBy({ layout });
  await rows.upsert(
    { layout, answers: { ...before?.answers, ...answers }, personId, answeredAt },
    { conflictPaths: ['layout'] },
  );
}

const forget = statement('registry.forget-columns', `delete from registry_columns where layout = any($1::text[])`);
const dropRows = statement('registry.drop-rows-of', 'delete from registry_row where file_id = $1');

/**
 * «Столбцы указаны неверно» under the preview: what was answered about its sheets is forgotten, and it is read and asked anew.
 * @idempotent by the state of the file
 */
export function askAnew(desk: Desk, actor: Actor, fileId: number): Promise<'reads' | 'over'> {
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    const file = await lockedFile(tx, fileId);
    if (file?.state !== 'ready' || !mayAnswer(file, actor)) return 'over';
    const layouts = (file.layout?.sheets ?? []).map(({ layout }) => layout);
    await tx.query(forget, [layouts]);
    await tx.query(dropRows, [fileId]);
    await settleSightings(tx, desk, { ...file, state: 'dropped' });
    await changeFile(tx, fileId, { state: 'reading', ...UNREAD });
    await tellOfFile(tx, { ...file, state: 'reading' }, now);
    await wakeWorker(tx);
    return 'reads';
  });
}
