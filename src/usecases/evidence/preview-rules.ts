import { databaseOf, statement } from '../../database/database';
import { warningsOf, type PhotoRules } from '../../regulation/evidence';
import type { Desk } from '../ports';
import { judgeWhenAndWhere, WHEN_AND_WHERE, type WhenAndWhere } from './judge';
import { photoRules } from './rules';

/** What other rules would change of photos of appeals that are worked on. */
export interface PhotosTouched {
  /** Of how many appeals at least one photo is judged otherwise. */
  readonly appeals: number;
  /** Photos that get a mark, and that lose one. */
  readonly doubted: number;
  readonly cleared: number;
}

// The same photos that are judged anew, see judge-anew.ts: the rest come when they are judged for the first time.
const selectJudged = statement(
  'photos-to-preview',
  `select a.id as "appealId", t.received_at as "receivedAt", ${WHEN_AND_WHERE}
   from attachment t left join form f on f.id = t.form_id left join picture p on p.sha256 = t.sha256
     join appeal a on a.id = coalesce(t.appeal_id, case when f.state = 'open' then f.appeal_id end)
   where t.kind = 'photo' and t.origin = 'official' and t.judged_at is not null
     and exists (select from open_work w where w.appeal_id = a.id)`,
);
interface Row extends WhenAndWhere {
  readonly appealId: number;
  readonly receivedAt: Date;
}

/** Judges what was judged by both rules. */
export async function previewPhotoRules(desk: Desk, change: Partial<PhotoRules>): Promise<PhotosTouched> {
  const database = databaseOf(desk);
  const before = await photoRules(database);
  const after = { ...before, ...change };
  const appeals = new Set<number>();
  let [doubted, cleared] = [0, 0];
  for (const row of await database.query<Row>(selectJudged)) {
    const [was, is] = [marksBy(row, before), marksBy(row, after)];
    const [gets, loses] = [is.some((mark) => !was.includes(mark)), was.some((mark) => !is.includes(mark))];
    if (gets) doubted += 1;
    if (loses) cleared += 1;
    if (gets || loses) appeals.add(row.appealId);
  }
  return { appeals: appeals.size, doubted, cleared };
}

function marksBy(row: Row, rules: PhotoRules) {
  const { time, place } = judgeWhenAndWhere(row, row.receivedAt, rules);
  return warningsOf({ time, place: place.place, reuse: 'none' });
}
