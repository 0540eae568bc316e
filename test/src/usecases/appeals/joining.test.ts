import { joinedLines, termLines } from '../../../../bots/conversation/card/term-lines';
import { wordsOf } from '../../../../src/i18n';
import { circumstances } from '../../../../src/usecases/kit/ports';
import { replanIfOfficeChanged } from '../../../../src/usecases/terms/replan';
import { runDueReminders } from '../../../../src/jobs/tick';
import type { Action, Kind } from '../../../../src/regulation/vocabulary';
import type { PerformResult } from '../../../../src/usecases/acts/perform';
import { LIST_PAGE } from '../../../../src/usecases/lists/selections';
import { readLines, readList } from '../../../../src/usecases/lists/lists';
import type { AppealList } from '../../../../src/regulation/rights';
import { readCard } from '../../../../src/usecases/card/read-card';
import { readHistory } from '../../../../src/usecases/card/history';
import { day, MORNING, msk, openOffice, performed, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());
beforeEach(() => {
  office.setTime(MORNING);
});
const id = (name: PersonName) => office.people[name];

const row = async (appealId: number) => (await office.rows('select * from appeal where id = $1', [appealId]))[0]!;
const entries = (appealId: number, action: Action) =>
  office.rows('select * from journal_entry where appeal_id = $1 and action = $2 order by id', [appealId, action]);
const outbox = (appealId: number, entryId: number) =>
  office.rows<{ kind: string; key: string }>(`select kind, key from outbox_message where key like $1 order by id`, [
    `appeal:${appealId}:act:${entryId}:%`,
  ]);
const number = async (appealId: number): Promise<string> => (await row(appealId)).number;

/** Registered one after another, joined on the card of the last. */
async function joined(...kinds: Kind[]): Promise<number[]> {
  const ids: number[] = [];
  for (const kind of kinds) ids.push(await office.register(kind));
  const [last, ...others] = [...ids].reverse();
  await office.must('coordinator', 'join', last!, { joinIds: others, confirmed: true });
  return ids;
}
const answer = (type: string, more: Record<string, unknown> = {}) => ({
  answerType: type,
  answerText: 'Яма заделана 24.11',
  agreeingId: id('agreeing'),
  withoutPhoto: 'не нужно',
  ...more,
});
const refusal = (result: PerformResult) => (result.ok ? 'ok' : result.refusal);

test('one assignment, one piece of work and one answer serve all: each appeal goes the whole way with its own row, journal and delivery', async () => {
  const ids = await joined('message', 'message', 'message');
  const [leading, ...followers] = ids as [number, number, number];
  const walk: [PersonName, Action, Record<string, unknown>?][] = [
    ['coordinator', 'assign', { executorId: id('executor') }],
    ['executor', 'takeIntoWork'],
    ['executor', 'report', { supervisorId: id('agreeing') }],
    ['agreeing', 'acknowledgeReport'],
    ['executor', 'comment', { comment: 'начали', progress: 'works_under_way' }],
    ['executor', 'submitAnswer', answer('resolved')],
    ['agreeing', 'agreeAnswer', { approvingId: id('approving') }],
    ['coordinator', 'markEntered'],
    ['approving', 'approveAnswer', { signedText: 'as_entered' }],
  ];
  for (const [who, action, answers] of walk) {
    const before = await row(followers[0]);
    await office.must(who, action, leading, answers);
    const led = await row(leading);
    for (const follower of followers) {
      const its = await row(follower);
      expect(its).toMatchObject({
        stage: led.stage,
        executor_id: led.executor_id,
        agreeing_id: led.agreeing_id,
        approving_id: led.approving_id,
        reported_to_id: led.reported_to_id,
        progress: led.progress,
      });
      const [entry] = await entries(follower, action);
      expect(entry).toMatchObject({ person_id: id(who), details: { together: [await number(leading)] } });
    }
    const [of] = await entries(leading, action);
    expect(of!.details.together).toEqual(await Promise.all(followers.map(number)));
    if (led.version > before.version) expect((await row(followers[0])).version).toBe(before.version + 1);
  }
  for (const one of ids) {
    expect(await row(one)).toMatchObject({ stage: 'answered' });
    const [draft] = await office.rows('select * from answer_draft where appeal_id = $1', [one]);
    expect(draft).toMatchObject({ text: 'Яма заделана 24.11' });
    const deliveries = await office.rows('select kind, placed_at from delivery where appeal_id = $1 order by id', [
      one,
    ]);
    expect(deliveries.map(({ kind, placed_at }) => [kind, placed_at !== null])).toEqual([
      ['comment', false],
      ['draft_entry', true],
    ]);
  }
  // Nobody's answer is nearly the same as another's: it is the same answer.
  expect(
    await office.rows(
      `select from formal_check c join answer_draft d on d.id = c.draft_id
    where d.appeal_id = any($1::int[]) and c.repeats_id is not null`,
      [ids],
    ),
  ).toEqual([]);
});

test('people hear of a group once', async () => {
  const [leading, follower] = (await joined('message', 'message')) as [number, number];
  const { entryId } = await office.must('coordinator', 'assign', leading, { executorId: id('executor') });
  const [its] = await entries(follower, 'assign');
  expect(await outbox(leading, entryId)).toEqual([
    { kind: 'card', key: `appeal:${leading}:act:${entryId}:assigned:person:${id('executor')}` },
  ]);
  expect(await outbox(follower, its!.id)).toEqual([]);
});

test('a follower refuses acts, whoever forges the press, and offers to be disjoined', async () => {
  const [leading, follower] = (await joined('message', 'message')) as [number, number];
  expect(refusal(await office.act('coordinator', 'assign', follower, { executorId: id('executor') }))).toBe('follows');
  expect(await row(follower)).toMatchObject({ stage: 'coordination', executor_id: null });
  const read = await readCard(office.desk, follower, await office.actor('coordinator'));
  expect(read?.card.joined.follows).toEqual({ id: leading, number: await number(leading) });
  expect(read?.card.actions).toEqual([
    'complete',
    'correctDetails',
    'addApplicantPhotos',
    'addPaper',
    'close',
    'disjoin',
  ]);
});

test('what is still to be done in ПОС for one that is disjoined is the coordinators’ task from then on', async () => {
  const [leading, follower] = (await joined('message', 'message')) as [number, number];
  await office.must('coordinator', 'assign', leading, { executorId: id('executor') });
  await office.must('executor', 'takeIntoWork', leading);
  await office.must('executor', 'submitAnswer', leading, answer('resolved'));
  await office.must('agreeing', 'agreeAnswer', leading, { approvingId: id('approving') });
  await office.must('coordinator', 'markEntered', leading);
  await office.must('approving', 'rejectAnswer', leading, { reason: 'не то' });
  const told = `select 1 from outbox_message m join delivery y on y.id = (m.params ->> 'id')::int
    where m.kind = 'card' and m.params ->> 'subject' = 'delivery' and y.kind = 'removal' and y.appeal_id = $1`;
  expect(await office.rows(told, [leading])).not.toEqual([]);
  expect(await office.rows(told, [follower])).toEqual([]);
  await office.must('coordinator', 'disjoin', follower, { confirmed: true });
  expect(await office.rows(told, [follower])).not.toEqual([]);
});

test('what one’s correction or extension makes of the nearest term is drawn on the cards of the others at once', async () => {
  const [leading, follower] = (await joined('message', 'appeal59')) as [number, number];
  for (const one of [leading, follower])
    await office.rows(
      `insert into card (person_id, messenger, subject, subject_id, message_ref) values ($1, 'telegram', 'appeal', $2, '1/1')`,
      [id('coordinator2'), one],
    );
  const drawn = async (one: number) => {
    const key = `redraw:appeal:${one}:person:${id('coordinator2')}:telegram`;
    return (await office.rows('delete from outbox_message where key = $1 returning key', [key])).length;
  };
  await office.must('coordinator', 'correctDetails', follower, {
    corrected: { registeredAt: msk('2026-11-20 09:00').toISOString() },
    reason: 'в ПОС иначе',
    confirmed: true,
  });
  expect(await drawn(leading)).toBe(1);
  await office.must('approving', 'extendTerm', follower, {
    extensionDays: 10,
    confirmed: true,
    reason: 'экспертиза',
    notice: 'Срок продлён',
  });
  expect(await drawn(leading)).toBe(1);
  await drawn(follower);
  await office.must('coordinator', 'correctDetails', leading, {
    corrected: { number: 'TEST-CORRECTED' },
    reason: 'в ПОС иначе',
    confirmed: true,
  });
  expect(await drawn(follower)).toBe(1);
});

test('disjoined, each goes on with what it has by then', async () => {
  const [leading, follower] = (await joined('message', 'message')) as [number, number];
  await office.must('coordinator', 'assign', leading, { executorId: id('executor') });
  await office.must('executor', 'takeIntoWork', leading);
  const before = await row(leading);
  await office.must('coordinator', 'disjoin', follower, { confirmed: true });
  expect((await row(leading)).version).toBe(before.version + 1);
  await office.must('executor', 'returnToCoordination', leading, { reason: 'не моё' });
  expect(await row(follower)).toMatchObject({ stage: 'in_progress', executor_id: id('executor') });
  await office.must('executor', 'submitAnswer', follower, answer('resolved'));
  expect(await row(leading)).toMatchObject({ stage: 'coordination' });
  const history = await readHistory(office.desk, await office.actor('coordinator'), leading, 0, 10);
  expect(history?.lines.map(({ action, facts }) => [action, facts.together.length])).toContainEqual(['disjoin', 1]);
});

test('the leading one sets all free at once', async () => {
  const ids = await joined('message', 'message', 'message');
  await office.must('coordinator', 'disjoin', ids[0]!, { confirmed: true });
  expect(await office.rows('select from joined_appeal where appeal_id = any($1::int[])', [ids])).toEqual([]);
  expect(refusal(await office.act('coordinator', 'disjoin', ids[0]!, { confirmed: true }))).toBe('notJoined');
});

test('the earliest leads whatever card was pressed, and two groups become one', async () => {
  const first = await joined('message', 'message');
  const second = await joined('message', 'message');
  await office.must('coordinator', 'join', second[0]!, { joinIds: [first[0]], confirmed: true });
  const led = await office.rows('select appeal_id, leading_id from joined_appeal where appeal_id = any($1::int[])', [
    [...first, ...second],
  ]);
  expect(led.map(({ appeal_id, leading_id }) => [appeal_id, leading_id]).sort()).toEqual(
    [first[1], ...second].map((one) => [one, first[0]]).sort(),
  );
});

describe('what can’t be joined is refused with the reason', () => {
  test('one whose answer is being decided', async () => {
    const [one, other] = [await office.register(), await office.register()];
    await office.must('coordinator', 'assign', other, { executorId: id('executor') });
    await office.must('executor', 'takeIntoWork', other);
    await office.must('executor', 'submitAnswer', other, answer('resolved'));
    expect(refusal(await office.act('coordinator', 'join', one, { joinIds: [other], confirmed: true }))).toBe(
      'joinOtherStage',
    );
  });
  test('one that follows another already, and oneself', async () => {
    const group = await joined('message', 'message');
    const one = await office.register();
    expect(refusal(await office.act('coordinator', 'join', one, { joinIds: [group[1]], confirmed: true }))).toBe(
      'joinFollows',
    );
    expect(refusal(await office.act('coordinator', 'join', one, { joinIds: [one], confirmed: true }))).toBe(
      'joinItself',
    );
    expect(refusal(await office.act('coordinator', 'join', group[1]!, { joinIds: [one], confirmed: true }))).toBe(
      'follows',
    );
  });
  test('a stage at which an answer is decided, or a final one', async () => {
    const [one, other] = [await office.register(), await office.register()];
    for (const appealId of [one, other]) {
      await office.must('coordinator', 'assign', appealId, { executorId: id('executor') });
      await office.must('executor', 'takeIntoWork', appealId);
      await office.must('executor', 'submitAnswer', appealId, answer('resolved'));
    }
    expect(refusal(await office.act('coordinator', 'join', one, { joinIds: [other], confirmed: true }))).toBe('notNow');
  });
  test('one that somebody is awaited in', async () => {
    const [one, other] = [await office.register(), await office.register()];
    for (const appealId of [one, other]) {
      await office.must('coordinator', 'assign', appealId, { executorId: id('executor') });
      await office.must('executor', 'takeIntoWork', appealId);
    }
    const visit = { visitAt: msk('2026-11-26 10:00').toISOString(), visitPlace: 'двор', visitPeople: [] };
    await office.must('executor', 'planVisit', other, visit);
    expect(refusal(await office.act('coordinator', 'join', one, { joinIds: [other], confirmed: true }))).toBe(
      'joinAwaited',
    );
  });
});

test('a visit of the leading one is told of in the followers’ journals and planned once', async () => {
  const ids = await joined('message', 'message');
  await office.must('coordinator', 'assign', ids[0]!, { executorId: id('executor') });
  await office.must('executor', 'takeIntoWork', ids[0]!);
  const visit = { visitAt: msk('2026-11-26 10:00').toISOString(), visitPlace: 'двор', visitPeople: [] };
  await office.must('executor', 'planVisit', ids[0]!, visit);
  expect(await office.rows('select appeal_id from visit where appeal_id = any($1::int[])', [ids])).toEqual([
    { appeal_id: ids[0] },
  ]);
  expect(await entries(ids[1]!, 'planVisit')).toHaveLength(1);
  const planned = await office.rows('select id from visit where appeal_id = $1', [ids[0]]);
  await office.must('executor', 'recordVisit', ids[0]!, { visitId: planned[0]!.id, result: 'осмотрено' });
});

test('the follower comes into the leading one’s hands, and whoever had it is told', async () => {
  const [one, other] = [await office.register(), await office.register()];
  await office.must('coordinator', 'assign', one, { executorId: id('executor') });
  await office.must('coordinator', 'assign', other, { executorId: id('executor2') });
  const { entryId } = await office.must('coordinator', 'join', one, { joinIds: [other], confirmed: true });
  expect(await row(other)).toMatchObject({ executor_id: id('executor'), stage: 'assigned' });
  expect(await row(other)).toMatchObject({ duty_due_at: (await row(one)).duty_due_at });
  const [its] = await entries(other, 'join');
  expect((await outbox(one, entryId)).map(({ kind }) => kind)).toEqual(['notice']);
  expect(await outbox(other, its!.id)).toEqual([
    { kind: 'notice', key: `appeal:${other}:act:${its!.id}:assignmentTaken:person:${id('executor2')}` },
  ]);
});

describe('what waits comes to where the work is', () => {
  test.each([
    ['pressed on the card of the one that waits', true],
    ['pressed on the card of the one in work', false],
  ])('%s', async (_where, onWaiting) => {
    const leading = await office.register();
    await office.must('coordinator', 'assign', leading, { executorId: id('executor') });
    await office.must('executor', 'takeIntoWork', leading);
    office.setTime(msk('2026-11-27 10:00'));
    const waiting = await office.register();
    office.setTime(msk('2026-11-27 12:00'));
    const [one, other] = onWaiting ? [waiting, leading] : [leading, waiting];
    await office.must('coordinator', 'join', one, { joinIds: [other], confirmed: true });
    const { stage_due_at: due, ...its } = await row(waiting);
    expect(its).toMatchObject({ stage: 'in_progress', executor_id: id('executor') });
    expect(new Date(its.stage_entered_at)).toEqual(msk('2026-11-27 12:00'));
    // A share of its own term, and a working day of its own: the day of the other one is over, which is no delay of this one.
    expect(new Date(due).getTime()).toBeGreaterThan(new Date((await row(leading)).stage_due_at).getTime());
    expect(new Date(its.duty_due_at)).toEqual(msk('2026-11-30 12:00'));
    const [entry] = await entries(waiting, 'join');
    expect(entry).toMatchObject({ from_stage: 'coordination', to_stage: 'in_progress' });
    const missed = 'select from overdue where appeal_id = $1';
    expect(await office.rows(missed, [waiting])).toEqual([]);
    const nags = `select reason from reminder where appeal_id = $1 and state = 'planned' and term like 'stage:coordination%'`;
    expect(await office.rows(nags, [waiting])).toEqual([]);
    await office.must('executor', 'submitAnswer', leading, answer('resolved'));
    expect(await row(waiting)).toMatchObject({ stage: 'answer_agreement' });
  });

  test('the earliest leads although it waited; told of the one in work, the supervisor is told of both', async () => {
    const [waiting, atWork] = [await office.register(), await office.register()];
    await office.must('coordinator', 'assign', atWork, { executorId: id('executor2') });
    await office.must('executor2', 'takeIntoWork', atWork);
    await office.must('executor2', 'report', atWork, { supervisorId: id('agreeing') });
    await office.must('coordinator', 'join', atWork, { joinIds: [waiting], confirmed: true });
    expect(await row(waiting)).toMatchObject({
      stage: 'in_progress',
      executor_id: id('executor2'),
      reported_to_id: id('agreeing'),
    });
    await office.must('executor2', 'submitAnswer', waiting, answer('resolved'));
    expect(await row(atWork)).toMatchObject({ stage: 'answer_agreement' });
  });

  test('one that is assigned comes into work, and whoever had it is told', async () => {
    const [one, other] = [await office.register(), await office.register()];
    await office.must('coordinator', 'assign', one, { executorId: id('executor') });
    await office.must('executor', 'takeIntoWork', one);
    await office.must('coordinator', 'assign', other, { executorId: id('executor2') });
    await office.must('coordinator', 'join', one, { joinIds: [other], confirmed: true });
    expect(await row(other)).toMatchObject({ stage: 'in_progress', executor_id: id('executor') });
    const [its] = await entries(other, 'join');
    expect((await outbox(other, its!.id)).map(({ key }) => key)).toEqual([
      `appeal:${other}:act:${its!.id}:assignmentTaken:person:${id('executor2')}`,
    ]);
  });
});

test('«Отложено» has to hold for each: one that was postponed before refuses it for all', async () => {
  const [one, other] = [await office.register(), await office.register()];
  for (const appealId of [one, other]) {
    await office.must('coordinator', 'assign', appealId, { executorId: id('executor') });
    await office.must('executor', 'takeIntoWork', appealId);
  }
  await office.must('executor', 'submitAnswer', other, answer('postponed', { postponedUntil: day('2026-12-04') }));
  await office.must('agreeing', 'agreeAnswer', other, { approvingId: id('approving') });
  await office.must('coordinator', 'markEntered', other);
  await office.must('approving', 'approveAnswer', other, { signedText: 'as_entered' });
  await office.must('executor', 'resume', other);
  await office.must('coordinator', 'join', one, { joinIds: [other], confirmed: true });
  expect(
    refusal(
      await office.act('executor', 'submitAnswer', one, answer('postponed', { postponedUntil: day('2026-12-04') })),
    ),
  ).toBe('postponedAlready');
});

test('postponed together, they are resumed together by the clock', async () => {
  const ids = await joined('message', 'message');
  const leading = ids[0]!;
  await office.must('coordinator', 'assign', leading, { executorId: id('executor') });
  await office.must('executor', 'takeIntoWork', leading);
  await office.must('executor', 'submitAnswer', leading, answer('postponed', { postponedUntil: day('2026-12-04') }));
  await office.must('agreeing', 'agreeAnswer', leading, { approvingId: id('approving') });
  await office.must('executor', 'markEntered', leading);
  await office.must('approving', 'approveAnswer', leading, { signedText: 'as_entered' });
  for (const one of ids) expect(await row(one)).toMatchObject({ stage: 'postponed', postponed_until: '2026-12-04' });
  await office.must('executor', 'resume', leading);
  for (const one of ids) expect(await row(one)).toMatchObject({ stage: 'in_progress' });
});

test('photos of the answer belong to each, and are no second use of each other', async () => {
  const ids = await joined('message', 'message');
  await office.must('coordinator', 'assign', ids[0]!, { executorId: id('executor') });
  await office.must('executor', 'takeIntoWork', ids[0]!);
  await office.must('executor', 'submitAnswer', ids[0]!, answer('resolved'), { photos: 2 });
  const kept = await office.rows(
    'select appeal_id, count(*)::int as photos from attachment where appeal_id = any($1::int[]) group by appeal_id order by appeal_id',
    [ids],
  );
  expect(kept).toEqual(ids.map((appeal_id) => ({ appeal_id, photos: 2 })));
});

describe('at once', () => {
  test.each([1, 2, 3, 4, 5, 6])(
    'two joins of the same appeals: one wins, and nobody waits for ever (round %i)',
    async () => {
      const [one, other] = [await office.register(), await office.register()];
      const forms = await Promise.all([
        office.fill('coordinator', 'join', one, 1, { joinIds: [other], confirmed: true }),
        office.fill('coordinator2', 'join', other, 1, { joinIds: [one], confirmed: true }),
      ]);
      const actors = await Promise.all([office.actor('coordinator'), office.actor('coordinator2')]);
      const results = await Promise.all(
        [one, other].map((appealId, index) =>
          performed(office.desk, {
            presser: actors[index]!,
            action: 'join',
            appealId,
            seenVersion: 1,
            formId: forms[index]!,
          }),
        ),
      );
      expect(results.map(refusal).sort()).toEqual(['ok', 'stale']);
      expect(await entries(one, 'join')).toHaveLength(1);
    },
  );

  test.each([1, 2, 3, 4, 5, 6])('a join and an assignment: whoever comes second is stale (round %i)', async () => {
    const [one, other] = [await office.register(), await office.register()];
    const forms = await Promise.all([
      office.fill('coordinator', 'join', one, 1, { joinIds: [other], confirmed: true }),
      office.fill('coordinator2', 'assign', other, 1, { executorId: id('executor') }),
    ]);
    const actors = await Promise.all([office.actor('coordinator'), office.actor('coordinator2')]);
    const [join, assign] = await Promise.all([
      performed(office.desk, { presser: actors[0], action: 'join', appealId: one, seenVersion: 1, formId: forms[0] }),
      performed(office.desk, {
        presser: actors[1],
        action: 'assign',
        appealId: other,
        seenVersion: 1,
        formId: forms[1],
      }),
    ]);
    // Assigned first, it takes the one that waits along.
    expect([refusal(join), refusal(assign)]).toEqual(assign.ok ? ['ok', 'ok'] : ['ok', 'stale']);
    const together = assign.ok ? { stage: 'assigned', executor_id: id('executor') } : { stage: 'coordination' };
    for (const it of [one, other]) expect(await row(it)).toMatchObject(together);
  });
});

test('people are reminded of one piece of work once, by its nearest term; what is missed is a fact of each', async () => {
  office.setTime(msk('2026-11-24 09:00'));
  const far = await office.register();
  office.setTime(MORNING);
  const [later] = await office.rows<{ id: number }>('select max(id) as id from appeal');
  const near = await office.register();
  // The one that came later is due sooner.
  await office.rows(
    `update appeal set due_at = due_at - interval '20 days', stage_due_at = stage_due_at - interval '1 day' where id = $1`,
    [near],
  );
  expect(later!.id).toBe(far);
  await office.must('coordinator', 'join', near, { joinIds: [far], confirmed: true });
  await office.rows(`update reminder set state = 'cancelled' where appeal_id <> all($1::int[])`, [[far, near]]);
  office.setTime(msk('2026-12-07 10:00'));
  await runDueReminders(office.desk);
  const told = await office.rows<{ appeal_id: number }>(
    `select distinct r.appeal_id from nag n join reminder r on r.id = n.reminder_id where r.appeal_id = any($1::int[]) and r.reason = 'coordination'`,
    [[far, near]],
  );
  expect(told).toHaveLength(1);
  const missed = await office.rows<{ appeal_id: number }>(
    `select distinct appeal_id from overdue where appeal_id = any($1::int[]) and kind = 'stage' order by 1`,
    [[far, near]],
  );
  expect(missed.map(({ appeal_id: appealId }) => appealId)).toEqual([far, near]);
});

describe('a term that nobody is told of any more is silent for itself alone', () => {
  /** Registered at these moments, in their order; then they are joined. */
  async function joinedOf(kind: Kind, registered: readonly string[], at: string): Promise<number[]> {
    const ids: number[] = [];
    for (const moment of registered) {
      office.setTime(msk(moment));
      ids.push(await office.register(kind));
    }
    office.setTime(msk(at));
    await office.rows(`update reminder set state = 'cancelled' where appeal_id <> all($1::int[])`, [ids]);
    await runDueReminders(office.desk);
    const [first, ...others] = ids;
    await office.must('coordinator', 'join', first!, { joinIds: others, confirmed: true });
    return ids;
  }
  const tell = async (moment: string) => {
    office.setTime(msk(moment));
    await runDueReminders(office.desk);
  };
  const told = async (appealId: number, reason: string) =>
    (
      await office.rows<{ threshold: string }>(
        `select r.threshold from nag n join reminder r on r.id = n.reminder_id where r.appeal_id = $1 and r.reason = $2
         group by r.threshold, r.due_at order by r.due_at`,
        [appealId, reason],
      )
    ).map(({ threshold }) => threshold);

  test('the seven days of the leading one are over quietly, those of the follower are told of', async () => {
    const [leading, follower] = await joinedOf(
      'appeal59',
      ['2026-11-16 10:00', '2026-11-20 10:00'],
      '2026-11-24 10:00',
    );
    for (const moment of ['2026-11-25 08:00', '2026-11-27 08:00', '2026-11-30 08:00']) await tell(moment);
    expect(await told(follower!, 'redirect')).toEqual(['twoDays', 'today']);
    expect(await told(leading!, 'redirect')).not.toContain('overdue');
  });

  test('the whole of the leading one is overdue already, that of a repeat is told of before and at its end', async () => {
    const [leading, follower] = await joinedOf('message', ['2026-10-20 10:00', '2026-10-28 10:00'], '2026-11-20 10:00');
    expect(await told(leading!, 'overall')).toContain('overdue');
    for (const moment of ['2026-11-24 08:00', '2026-11-26 08:00', '2026-11-27 08:00', '2026-11-30 08:00'])
      await tell(moment);
    expect(await told(follower!, 'overall')).toEqual(['threeDays', 'oneDay', 'today', 'overdue']);
  });

  test.each([
    ['at the opening after both have ended', ['2026-11-30 08:00']],
    ['late, when the bot has stood still', ['2026-12-03 10:00']],
  ])('two ends that come in one message are told of once: %s', async (_said, moments) => {
    const [leading, follower] = await joinedOf('message', ['2026-10-29 10:00', '2026-10-30 10:00'], '2026-11-24 10:00');
    for (const moment of moments) await tell(moment);
    expect(await told(leading!, 'overall')).toContain('overdue');
    expect(await told(follower!, 'overall')).not.toContain('overdue');
  });
});

test('an executor who leaves a group passes all of it on by one act on the leading one', async () => {
  const ids = await joined('message', 'message');
  await office.must('coordinator', 'assign', ids[0]!, { executorId: id('executor') });
  await office.rows(`update person set disabled_at = now() where id = $1`, [id('executor')]);
  const replaced = { participant: 'executor', replacementId: id('executor2'), reason: 'уволился' };
  await office.must('coordinator', 'replaceParticipant', ids[0]!, replaced);
  for (const one of ids) expect(await row(one)).toMatchObject({ executor_id: id('executor2') });
  await office.rows(`update person set disabled_at = null where id = $1`, [id('executor')]);
});

describe('what concerns one applicant alone', () => {
  async function answeredGroup(): Promise<[leading: number, follower: number, third: number]> {
    const ids = (await joined('message', 'message', 'message')) as [number, number, number];
    const [leading] = ids;
    await office.must('coordinator', 'assign', leading, { executorId: id('executor') });
    await office.must('executor', 'takeIntoWork', leading);
    await office.must('executor', 'submitAnswer', leading, answer('resolved'));
    await office.must('agreeing', 'agreeAnswer', leading, { approvingId: id('approving') });
    await office.must('coordinator', 'markEntered', leading);
    await office.must('approving', 'approveAnswer', leading, { signedText: 'as_entered' });
    return ids;
  }
  const returned = { reexaminationReason: 'formal_answer', reexaminationText: 'Яма снова видна' };

  test('an answered one is set free and examined anew, those whose applicants are content stay answered', async () => {
    const [leading, follower, third] = await answeredGroup();
    const read = await readCard(office.desk, follower, await office.actor('coordinator'));
    expect(read?.card.actions).toContain('disjoin');
    expect(refusal(await office.act('coordinator', 'returnForReexamination', follower, returned))).toBe('follows');
    await office.must('coordinator', 'disjoin', follower, { confirmed: true });
    await office.must('coordinator', 'returnForReexamination', follower, returned);
    expect(await row(follower)).toMatchObject({ stage: 'assigned', reexaminations: 1, executor_id: id('executor') });
    for (const other of [leading, third])
      expect(await row(other)).toMatchObject({ stage: 'answered', reexaminations: 0 });
    await office.must('executor', 'takeIntoWork', follower);
    await office.must('executor', 'submitAnswer', follower, answer('not_resolved'));
    expect(await row(leading)).toMatchObject({ stage: 'answered' });
    // The leading one by itself, too.
    await office.must('coordinator', 'disjoin', leading, { confirmed: true });
    await office.must('curator', 'returnForReexamination', leading, returned);
    expect(await row(leading)).toMatchObject({ stage: 'assigned', reexaminations: 1 });
    expect(await row(third)).toMatchObject({ stage: 'answered', reexaminations: 0 });
  });

  test('the one answer of all is returned for all', async () => {
    const [leading, ...others] = await answeredGroup();
    await office.must('curator', 'returnForReexamination', leading, returned);
    for (const one of [leading, ...others])
      expect(await row(one)).toMatchObject({ stage: 'assigned', reexaminations: 1, executor_id: id('executor') });
  });
});

describe('in lists', () => {
  async function linesOf(who: PersonName, list: AppealList) {
    const actor = await office.actor(who);
    const { count, pages } = (await readList(office.desk, actor, list, 0))!;
    const lines = [];
    for (let page = 0; page < pages; page += 1) lines.push(...(await readList(office.desk, actor, list, page))!.lines);
    expect(lines.length).toBe(count);
    expect(pages).toBe(Math.max(1, Math.ceil(count / LIST_PAGE)));
    return lines;
  }

  test('what is to be done has one line for all, with the nearest due; what counts appeals has one for each', async () => {
    const [leading, follower] = (await joined('message', 'message')) as [number, number];
    await office.must('coordinator', 'assign', leading, { executorId: id('roadworker') });
    const due = msk('2026-11-26 23:59');
    await office.rows('update appeal set due_at = $2 where id = $1', [follower, due]);
    await office.rows('update open_work set due_at = $2 where appeal_id = $1', [follower, due]);
    const [line, ...others] = await linesOf('roadworker', 'mine');
    expect(others).toEqual([]);
    expect(line).toMatchObject({ id: leading, due, followers: [await number(follower)], follows: null, overdue: null });
    const soon = (await linesOf('coordinator', 'soon')).filter((one) => one.id === leading || one.id === follower);
    expect(soon.map((one) => [one.id, one.follows])).toEqual([[follower, await number(leading)]]);
    office.setTime(msk('2026-11-27 09:00'));
    expect((await linesOf('roadworker', 'mine'))[0]).toMatchObject({
      id: leading,
      overdue: { term: 'whole', now: true, due },
    });
    office.setTime(MORNING);
    await office.must('coordinator', 'disjoin', follower, { confirmed: true });
    const apart = (await linesOf('roadworker', 'mine')).map((one) => [one.id, one.followers.length]);
    expect(apart.sort()).toEqual([
      [leading, 0],
      [follower, 0],
    ]);
  });

  test('on coordination too', async () => {
    const before = (await linesOf('coordinator', 'coordination')).length;
    const [leading, ...followers] = await joined('message', 'message', 'message');
    const lines = await linesOf('coordinator', 'coordination');
    expect(lines).toHaveLength(before + 1);
    expect(lines.find((one) => one.id === leading)?.followers).toEqual(await Promise.all(followers.map(number)));
  });
});

describe('stages of appeals that are worked as one end by the nearest due of all', () => {
  const visits = async (appealId: number) =>
    (await row(appealId)).visits as { nearestDue?: string | null; cut: boolean };

  /** The first is due on Tuesday 01.12, the second thirty days later: the stage of either ends with the first at the latest. */
  async function pair(): Promise<readonly [number, number]> {
    office.setTime(msk('2026-11-01 10:00'));
    const first = await office.register('appeal59');
    office.setTime(msk('2026-11-30 10:00'));
    const second = await office.register('appeal59');
    await office.must('coordinator', 'assign', first, { executorId: id('executor') });
    await office.must('executor', 'takeIntoWork', first);
    return [first, second];
  }

  test('joined, the later one’s stage ends by the last closing before the nearest due, with no fact of its own', async () => {
    const [first, second] = await pair();
    const alone = (await row(second)).stage_due_at;
    await office.must('coordinator', 'join', second, { joinIds: [first], confirmed: true });
    expect((await row(second)).stage_due_at).toEqual(msk('2026-12-01 17:00'));
    expect(await visits(second)).toMatchObject({ cut: true, nearestDue: (await row(first)).due_at.toISOString() });
    expect((await row(first)).stage_due_at <= msk('2026-12-01 17:00')).toBe(true);
    expect(alone > msk('2026-12-01 17:00') || (await visits(second)).cut).toBe(true);
    office.setTime(msk('2026-12-02 10:00'));
    await runDueReminders(office.desk);
    const facts = await office.rows<{ kind: string; appeal_id: number }>(
      'select kind, appeal_id from overdue where appeal_id = any($1::int[]) order by appeal_id, kind',
      [[first, second]],
    );
    expect(facts.filter(({ kind, appeal_id: of }) => of === second && kind !== 'duty')).toEqual([]);
    expect(facts).toContainEqual({ kind: 'whole', appeal_id: first });
  });

  test('what comes after goes by it too, and set free each has its own end again', async () => {
    const [first, second] = await pair();
    await office.must('coordinator', 'join', second, { joinIds: [first], confirmed: true });
    office.setTime(msk('2026-12-01 09:00'));
    await office.must('executor', 'submitAnswer', first, answer('resolved'));
    expect((await row(second)).stage_due_at <= msk('2026-12-01 17:00')).toBe(true);
    await office.must('agreeing', 'rejectAnswer', first, { reason: 'Не указан адрес' });
    await office.must('coordinator', 'disjoin', second, { confirmed: true });
    expect((await visits(second)).nearestDue ?? null).toBeNull();
    expect((await row(second)).stage_due_at > msk('2026-12-01 17:00')).toBe(true);
    expect((await row(first)).stage_due_at).toEqual(msk('2026-12-01 17:00'));
  });

  test('the card of the leading one and its line say the stage that ends first, and whose; the other’s card when the answer is due', async () => {
    const [first, second] = await pair();
    await office.must('coordinator', 'join', second, { joinIds: [first], confirmed: true });
    const earlier = msk('2026-11-30 15:00');
    await office.rows('update appeal set stage_due_at = $2 where id = $1', [second, earlier]);
    const who = await office.actor('coordinator');
    const lead = await readCard(office.desk, first, who);
    expect(lead?.card.stageDue).toMatchObject({ due: earlier, number: await number(second) });
    const words = { ...circumstances(office.desk), words: wordsOf('ru'), longest: 4_096 };
    expect(termLines(lead!.card, words)).toContain(`Подготовить ответ до 30.11 15:00 (№ ${await number(second)})`);
    const [line] = await readLines(office.fresh.database, [{ appealId: first, delivery: null }], words);
    expect(line).toMatchObject({ id: first, stageDue: earlier });
    const follower = await readCard(office.desk, second, who);
    expect(follower?.card.stageDue).toMatchObject({ due: earlier, number: null });
    expect(joinedLines(follower!.card, words, () => 100)).toContain('Ответ один на всех, до 01.12');
  });

  test('a group that an earlier program has joined is planned so at the first start after the update', async () => {
    const [first, second] = await pair();
    const alone = (await row(second)).stage_due_at;
    await office.must('coordinator', 'join', second, { joinIds: [first], confirmed: true });
    await office.rows(`update appeal set visits = visits - 'nearestDue', stage_due_at = $2 where id = $1`, [
      second,
      alone,
    ]);
    await office.rows('update open_work set stage_due_at = $2 where appeal_id = $1', [second, alone]);
    await office.rows(`insert into setting (key, value) values ('plan_basis', '{"moments":3}')
      on conflict (key) do update set value = excluded.value`);
    await replanIfOfficeChanged(office.desk);
    await runDueReminders(office.desk);
    expect((await row(second)).stage_due_at).toEqual(msk('2026-12-01 17:00'));
    expect(await visits(second)).toMatchObject({ nearestDue: (await row(first)).due_at.toISOString() });
  });

  test('an extension of the nearest moves the ends of all', async () => {
    const [first, second] = await pair();
    await office.must('coordinator', 'join', second, { joinIds: [first], confirmed: true });
    await office.must('approving', 'extendTerm', first, {
      extensionDays: 10,
      reason: 'экспертиза',
      notice: 'Срок продлён.',
      confirmed: true,
    });
    const due = (await row(first)).due_at as Date;
    expect(await visits(second)).toMatchObject({ nearestDue: due.toISOString() });
    expect((await row(second)).stage_due_at > msk('2026-12-01 17:00')).toBe(true);
  });
});
