import { officialById, type Official } from '../../../../src/usecases/kit/officials';
import { MORNING, type WorkingOffice } from '../working-office';

/** Somebody of the office who has the ОГ role, and no other. */
export async function officialOf(office: WorkingOffice): Promise<Official> {
  await office.rows(`update person set roles = '{engagement}' where id = $1`, [office.people.stranger]);
  return (await officialById(office.desk, office.people.stranger))!;
}

/** A direct line that runs. @returns its id */
export async function runningLine(office: WorkingOffice, content: object = { title: 'Линия' }): Promise<number> {
  const [line] = await office.rows<{ id: number }>(
    `with e as (insert into engagement (kind, level, stage, stage_at, version, number, author_id, created_at)
       values ('direct_line', 'municipal', 'running', $2, 1, 1, $1, $2) returning id)
     insert into engagement_version (engagement_id, number, content, written_by_id, written_at)
     select id, 1, $3, $1, $2 from e returning engagement_id as id`,
    [office.people.stranger, MORNING, JSON.stringify(content)],
  );
  return line!.id;
}
