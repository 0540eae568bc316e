import { statement } from '../database';
import { maskPersonalData } from '../personal-data';
import { shortName } from './names';
import type { Desk } from './ports';

export interface NoticeFacts {
  readonly number: string;
  /** Who did the latest act. */
  readonly by: string;
  readonly visit: { readonly kind: 'visit' | 'meeting'; readonly at: Date; readonly place: string } | null;
}

const readFacts = statement(
  'read-notice-facts',
  `select a.number, coalesce(j.name, '') as by, v.kind, v.at, v.place from appeal a
   left join lateral (select p.name from journal_entry e join person p on p.id = e.person_id where e.appeal_id = a.id order by e.id desc limit 1) j on true
   left join lateral (select kind, at, place from visit w where w.appeal_id = a.id and ($2::int is null or w.id = $2) order by w.id desc limit 1) v on true
   where a.id = $1`,
);

/** What a short notice about an appeal says; null when there is none. */
export async function readNoticeFacts(desk: Desk, appealId: number, visitId: number | null): Promise<NoticeFacts | null> {
  const [row] = await desk.database.query<{ number: string; by: string; kind: 'visit' | 'meeting' | null; at: Date | null; place: string | null }>(readFacts, [appealId, visitId]);
  if (!row) return null;
  return {
    number: row.number,
    by: shortName(row.by),
    visit: row.kind && row.at ? { kind: row.kind, at: row.at, place: maskPersonalData(row.place ?? '') } : null,
  };
}
