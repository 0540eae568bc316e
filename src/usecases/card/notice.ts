import { Appeal } from '../../../entities/appeal';
import { Visit } from '../../../entities/appeal-work';
import { columns, type RowOf } from '../../database/columns';
import { statement, databaseOf } from '../../database/database';
import { isOverdue } from '../../regulation/deadlines';
import { maskPersonalData } from '../../text/personal-data';
import { inShort, type ActedBy } from '../appeals/contacts';
import { shortName } from '../kit/officials';
import type { Desk } from '../kit/ports';

export interface NoticeFacts {
  readonly number: string;
  /** Who did the act that the notice tells of; null when it tells of none. */
  readonly by: ActedBy | null;
  /** From which end to which the act has moved the whole, and whether that was over by then; null: to none. An earlier version kept no former end. */
  readonly moved: { readonly due: Date; readonly before: Date | null; readonly isPast: boolean } | null;
  /** The act has put another text in place of the executor's. */
  readonly edited: boolean;
  /** It has taken back the assignment of a moment ago. */
  readonly undone: boolean;
  readonly visit: VisitFacts | null;
  /** Of the instruction that the act is about; null: it is about none. */
  readonly instruction: string | null;
  readonly version: number;
}
export interface VisitFacts extends Readonly<Pick<Visit, 'kind' | 'at' | 'place' | 'outside'>> {
  /** What the appeal is about: its category, else the beginning of its text; masked. */
  readonly about: string;
  /** Whoever executes the appeal comes first. */
  readonly people: readonly { readonly id: number; readonly name: string; readonly isInvited: boolean }[];
  /** Its hour before this act moved it. */
  readonly movedFrom: Date | null;
  readonly reason: string | null;
  /** The act on the appeal with which it comes to nothing, or is to be again; null: the act is about the visit alone. */
  readonly endedBy: string | null;
}

const OF_APPEAL = columns(Appeal, ['number', 'version', 'category', 'subcategory', 'fact', 'text'], 'a');
const OF_VISIT = columns(Visit, ['place', 'outside'], 'v');
interface Row extends RowOf<typeof OF_APPEAL> {
  by: ActedBy | null;
  entryAt: Date | null;
  due: Date | null;
  dueBefore: Date | null;
  edited: boolean;
  undone: boolean;
  kind: Visit['kind'] | null;
  place: string | null;
  outside: string | null;
  visitAt: string | null;
  movedFrom: string | null;
  reason: string | null;
  endedBy: string | null;
  instruction: string | null;
  people: { id: number; name: string; isInvited: boolean }[];
}
const readFacts = statement(
  'read-notice-facts',
  `select ${OF_APPEAL}, case when p.id is not null then jsonb_build_object('name', p.name, 'insteadOf', b.name) end as by, e.at as "entryAt",
     case when e.action in ('correctDetails', 'takeTermThere', 'takeFastTrack', 'takePostponementThere', 'takeExtensionThere', 'takeDetailsThere', 'extendTerm', 'withdrawExtension') then (e.details ->> 'dueAt')::timestamptz end as due,
     (e.details ->> 'dueBefore')::timestamptz as "dueBefore",
     coalesce(e.details ? 'editsId', false) as edited, coalesce(e.action = 'undoAssignment', false) as undone,
     v.kind, ${OF_VISIT}, coalesce(e.details ->> 'visitAt', v.at::text) as "visitAt",
     e.details ->> 'movedFrom' as "movedFrom", e.told ->> 'reason' as reason, case when $3::int is not null then e.action end as "endedBy", case when e.details ? 'instructionId' then e.told ->> 'instruction' end as instruction,
     (select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, 'isInvited', g.id = any(v.people_ids)) order by g.id <> a.executor_id, array_position(v.people_ids, g.id)), '[]')
      from person g where g.id = a.executor_id or g.id = any(v.people_ids)) as people
   from appeal a
   left join journal_entry e on e.id = $2 and e.appeal_id = a.id
   left join person p on p.id = e.person_id left join person b on b.id = e.on_behalf_of_id
   left join visit v on v.appeal_id = a.id and v.id = coalesce($3, (e.details ->> 'visitId')::int)
   where a.id = $1`,
);

const stillNews = statement(
  'still-news',
  `select e.from_stage is not distinct from e.to_stage or e.to_stage = a.stage as news
   from journal_entry e join appeal a on a.id = e.appeal_id where e.id = $1`,
);

/**
 * Is what this act has brought still so? A card that was long on its way may find the appeal at another stage: then «ждёт
 * вашего утверждения» would be false.
 */
export async function isStillNews(desk: Desk, entryId: number): Promise<boolean> {
  return (await databaseOf(desk).query<{ news: boolean }>(stillNews, [entryId]))[0]?.news ?? true;
}

const neverHeard = statement(
  'undone-before-it-was-heard',
  `select a.executor_id is distinct from $1 and not exists (select from card c where c.person_id = $1 and c.subject = 'appeal' and c.subject_id = a.id)
     and exists (select from journal_entry u where u.appeal_id = a.id and u.action = 'undoAssignment' and u.id >= $3) as never
   from appeal a where a.id = $2`,
);

/**
 * An assignment was taken back before its message went out: whoever had it has never heard of it, and need not hear that it is gone.
 * @param entryId of the assignment, or of its being taken back
 */
export async function isUndoneUnheard(
  desk: Desk,
  personId: number,
  { id, entryId }: { readonly id: number; readonly entryId: number | null },
): Promise<boolean> {
  if (entryId === null) return false;
  const [row] = await databaseOf(desk).query<{ never: boolean }>(neverHeard, [personId, id, entryId]);
  return row?.never === true;
}

/**
 * What a short notice about an appeal says; null when there is no such appeal.
 * @param entryId of the act that is told of
 * @param visitId which visit it is told of, where the act is about the appeal
 */
export async function readNoticeFacts(
  desk: Desk,
  appealId: number,
  entryId: number | null,
  visitId: number | null = null,
): Promise<NoticeFacts | null> {
  const [row] = await databaseOf(desk).query<Row>(readFacts, [appealId, entryId, visitId]);
  if (!row) return null;
  const { number, version, instruction, due, dueBefore, entryAt, edited, undone } = row;
  const moved = due && { due, before: dueBefore, isPast: entryAt !== null && isOverdue(due, entryAt) };
  const by = row.by && inShort(row.by);
  return { number, version, instruction, by, moved, edited, undone, visit: visitOf(row) };
}

function visitOf(row: Row): VisitFacts | null {
  if (row.kind === null || row.visitAt === null) return null;
  const path = [row.category, row.subcategory, row.fact].filter((part) => part !== null).join(', ');
  return {
    kind: row.kind,
    at: new Date(row.visitAt),
    place: row.place ?? '',
    outside: row.outside,
    about: maskPersonalData(path === '' ? (row.text ?? '') : path),
    people: row.people.map(({ id, name, isInvited }) => ({ id, name: shortName(name), isInvited })),
    movedFrom: row.movedFrom === null ? null : new Date(row.movedFrom),
    reason: row.reason,
    endedBy: row.endedBy,
  };
}
