import { databaseOf, statement } from '../../database/database';
import type { Actor } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import { shortName } from '../people/names';
import type { Desk } from '../ports';
import { fileById } from './registry-files';

const MARKS_PAGE = 12;

const countMarks = statement('marks.count', 'select count(*)::int as count from registry_mark where file_id = $1');
const pageOfMarks = statement(
  'marks.page',
  `select a.id as "appealId", a.number, m.mark, p.name as executor from registry_mark m join appeal a on a.id = m.appeal_id
   left join person p on p.id = a.executor_id where m.file_id = $1 order by m.mark, a.id limit ${MARKS_PAGE} offset $2`,
);

export interface LowMark {
  readonly appealId: number;
  readonly number: string;
  readonly mark: number;
  readonly executor: string | null;
}
export interface LowMarks {
  readonly fileId: number;
  readonly name: string;
  readonly count: number;
  readonly page: number;
  readonly pages: number;
  readonly lines: readonly LowMark[];
}

/** Low marks of applicants that a file has brought, the lowest first. Null: not theirs to see, or no such file. */
export async function readLowMarks(desk: Desk, actor: Actor, fileId: number, wanted: number): Promise<LowMarks | null> {
  const file = hasRight(actor, 'marks') ? await fileById(desk, fileId) : null;
  if (!file) return null;
  const database = databaseOf(desk);
  const count = (await database.query<{ count: number }>(countMarks, [fileId]))[0]?.count ?? 0;
  const pages = Math.max(1, Math.ceil(count / MARKS_PAGE));
  const page = Math.min(wanted, pages - 1);
  const lines = await database.query<LowMark>(pageOfMarks, [fileId, page * MARKS_PAGE]);
  return {
    fileId,
    name: file.name,
    count,
    page,
    pages,
    lines: lines.map((line) => ({ ...line, executor: line.executor === null ? null : shortName(line.executor) })),
  };
}
