import type { Visit } from '../../../entities/visit';
import { statement, databaseOf } from '../../database';
import { isOverdue } from '../../regulation/deadlines';
import { shortName } from '../people/names';
import type { Desk } from '../ports';

export interface NoticeFacts {
  readonly number: string;
  /** Who did the act that the notice tells of; empty when it tells of none. */
  readonly by: string;
  /** To which end the act has moved the whole, and whether that was over by then; null: to none. */
  readonly moved: { readonly due: Date; readonly isPast: boolean } | null;
  readonly visit: Readonly<Pick<Visit, 'kind' | 'at' | 'place'>> | null;
}

const readFacts = statement(
  'read-notice-facts',
  `select a.number, coalesce(p.name, '') as by, e.at as "entryAt", case when e.action = 'correctDetails' then (e.details ->> 'dueAt')::timestamptz end as due, v.kind, v.at, v.place from appeal a
   left join journal_entry e on e.id = $2 and e.appeal_id = a.id
   left join person p on p.id = e.person_id
   left join visit v on v.appeal_id = a.id and v.id = (e.details ->> 'visitId')::int
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

/**
 * What a short notice about an appeal says; null when there is no such appeal.
 * @param entryId of the act that is told of
 */
export async function readNoticeFacts(
  desk: Desk,
  appealId: number,
  entryId: number | null,
): Promise<NoticeFacts | null> {
  const [row] = await databaseOf(desk).query<{
    number: string;
    by: string;
    entryAt: Date | null;
    due: Date | null;
    kind: Visit['kind'] | null;
    at: Date | null;
    place: string | null;
  }>(readFacts, [appealId, entryId]);
  if (!row) return null;
  return {
    number: row.number,
    by: shortName(row.by),
    moved: row.due && row.entryAt && { due: row.due, isPast: isOverdue(row.due, row.entryAt) },
    visit: row.kind && row.at ? { kind: row.kind, at: row.at, place: row.place ?? '' } : null,
  };
}
