import { passDuties, readUnheld, tellOfUnheld } from '../../../../src/usecases/lines/duties';
import { paramsOf } from '../../../../src/usecases/kit/messages';
import { officialById, type Official } from '../../../../src/usecases/kit/officials';
import { MORNING, openOffice, type PersonName, type WorkingOffice } from '../working-office';

// Rights that are lost leave what was given by name with nobody, as a switching off does.
let office: WorkingOffice;
let keeper: Official;
beforeEach(async () => {
  office = await openOffice();
  const { stranger, executor, approving } = office.people;
  await office.rows(`update person set roles = '{engagement}' where id = $1`, [stranger]);
  const found = await officialById(office.desk, stranger);
  if (found === null) throw new Error('No keeper');
  keeper = found;
  const engagement = async (kind: string, stage: string) => {
    const [row] = await office.rows<{ id: number }>(
      `with e as (insert into engagement (kind, level, stage, stage_at, version, number, author_id, created_at)
         values ($3, 'municipal', $4, $2, 1, 1, $1, $2) returning id)
       insert into engagement_version (engagement_id, number, content, written_by_id, written_at)
       select id, 1, '{"title": "О дорогах"}', $1, $2 from e returning engagement_id as id`,
      [stranger, MORNING, kind, stage],
    );
    return row?.id;
  };
  await office.rows(
    `insert into line_question (engagement_id, number, key, text, stems, asked_at, source, state, version, given_to_id, given_by_id, due_on)
     values ($1, 1, 'q', 'Когда?', '{}', $2, 'by_hand', 'given', 1, $3, $4, '2026-12-30')`,
    [await engagement('direct_line', 'running'), MORNING, executor, stranger],
  );
  await office.rows(
    `insert into engagement_paper (engagement_id, what, state, version, sha256, signer_id, sent_by_id, issued_at)
     values ($1, 'protocol', 'waiting', 1, 'paper', $3, $4, $2)`,
    [await engagement('poll', 'finished'), MORNING, approving, stranger],
  );
});
afterEach(() => office.fresh.drop());

const rights = (who: PersonName, roles: readonly string[], canApprove = false) =>
  office.rows('update person set roles = $2, can_approve = $3 where id = $1', [office.people[who], roles, canApprove]);
/** What ОГ have been told so far, after two looks. */
async function told() {
  for (let look = 0; look < 2; look += 1) await tellOfUnheld(office.desk);
  const rows = await office.rows<{ params: unknown }>(
    `select params from outbox_message where kind = 'dutiesUnheld' order by id`,
  );
  return rows.map(({ params }) => {
    const { holderId, why, questions, tasks, papers } = paramsOf('dutiesUnheld', params);
    return [office.nameOf(holderId), why, questions, tasks, papers];
  });
}

test('of whoever has lost all roles ОГ hear once, and give what they had to another', async () => {
  expect(await told()).toEqual([]);
  await rights('executor', []);
  expect(await told()).toEqual([['executor', 'roleless', 1, 0, 0]]);
  const { executor, executor2 } = office.people;
  expect(await readUnheld(office.desk, keeper, executor)).toMatchObject({
    why: 'roleless',
    questions: [expect.any(Number)],
  });
  expect(await passDuties(office.desk, keeper, executor, executor2)).toEqual({ questions: 1, tasks: 0 });
  expect(await readUnheld(office.desk, keeper, executor)).toBeNull();
});

test.each<[string, readonly string[]]>([
  ['the right to approve', ['supervisor']],
  ['the role of a supervisor', ['executor']],
])('of a signer who has lost %s they hear that papers wait, and again when it is lost again', async (_, roles) => {
  await rights('approving', roles);
  expect(await told()).toEqual([['approving', 'mayNotSign', 0, 0, 1]]);
  await rights('approving', ['supervisor'], true);
  expect(await told()).toHaveLength(1);
  office.setTime(new Date(MORNING.getTime() + 60_000));
  await rights('approving', roles);
  expect(await told()).toEqual(Array(2).fill(['approving', 'mayNotSign', 0, 0, 1]));
});

describe('where four eyes were ordered after somebody had sent a paper to themselves', () => {
  /** What was told, to whom, after two looks under four eyes. */
  async function toldUnderFourEyes() {
    const desk = { ...office.desk, office: { ...office.desk.office, fourEyes: 'forbid' as const } };
    for (let look = 0; look < 2; look += 1) await tellOfUnheld(desk);
    const rows = await office.rows<{ params: unknown }>(
      `select params from outbox_message where kind = 'dutiesUnheld' order by id`,
    );
    return rows.map(({ params }) => {
      const { personId, why, papers, isUnsignable, hearers } = paramsOf('dutiesUnheld', params);
      return [office.nameOf(personId), why, papers, isUnsignable, hearers];
    });
  }
  beforeEach(() => office.rows('update engagement_paper set sent_by_id = signer_id'));

  test('ОГ hear once that it is to be sent to another, and nobody while they may sign it', async () => {
    expect(await told()).toEqual([]);
    expect(await toldUnderFourEyes()).toEqual([['stranger', 'ownWork', 1, false, 'officials']]);
    const desk = { ...office.desk, office: { ...office.desk.office, fourEyes: 'forbid' as const } };
    expect(await readUnheld(desk, keeper, office.people.approving)).toMatchObject({
      why: 'ownWork',
      isUnsignable: false,
    });
    // A paper that somebody else has sent is theirs to sign.
    await office.rows('update engagement_paper set sent_by_id = $1', [office.people.stranger]);
    expect(await readUnheld(desk, keeper, office.people.approving)).toBeNull();
  });

  test('where nobody else may sign, the admins hear it, too, each once; who is ОГ as well hears it as ОГ', async () => {
    await office.rows(`update person set can_approve = false where id <> $1`, [office.people.approving]);
    await office.rows(`update person set roles = roles || '{engagement}' where id = $1`, [office.people.everything]);
    expect(await toldUnderFourEyes()).toEqual([
      ['everything', 'ownWork', 1, true, 'officials'],
      ['stranger', 'ownWork', 1, true, 'officials'],
      ['admin', 'ownWork', 1, true, 'admins'],
    ]);
  });
});
