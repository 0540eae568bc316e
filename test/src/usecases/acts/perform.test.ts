import { databaseOf } from '../../../../src/database/database';
import { runDueReminders } from '../../../../src/jobs/tick';
import type { Action } from '../../../../src/regulation/vocabulary';
import { answerAct } from '../../../../src/usecases/acts/answer-act';
import { startAct } from '../../../../src/usecases/acts/start-act';
import { stepBack, currentStep, isActForm, type ActForm } from '../../../../src/usecases/answers/submission';
import { placeDelivery } from '../../../../src/usecases/delivery/deliveries';
import type { PerformResult } from '../../../../src/usecases/acts/perform';
import { lockForm } from '../../../../src/usecases/kit/form-store';
import { readNoticeFacts } from '../../../../src/usecases/card/notice';
import { day, MORNING, msk, openOffice, type PersonName, type WorkingOffice, performed } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());
beforeEach(() => {
  office.setTime(MORNING);
});
const id = (name: PersonName) => office.people[name];

async function inProgress(kind: 'message' | 'appeal59' = 'message'): Promise<number> {
  const appealId = await office.register(kind);
  await office.must('coordinator', 'assign', appealId, { executorId: id('executor') });
  await office.must('executor', 'takeIntoWork', appealId);
  return appealId;
}
const answer = (type: string, more: Record<string, unknown> = {}) => ({
  answerType: type,
  answerText: 'Яма заделана 24.11',
  agreeingId: id('agreeing'),
  withoutPhoto: 'не нужно',
  ...more,
});
async function atApproval(appealId: number, type: string, more: Record<string, unknown> = {}): Promise<void> {
  await office.must('executor', 'submitAnswer', appealId, answer(type, more));
  await office.must('agreeing', 'agreeAnswer', appealId, { approvingId: id('approving') });
}
const appealRow = async (appealId: number) => (await office.rows('select * from appeal where id = $1', [appealId]))[0]!;
const entries = (appealId: number, action: Action) =>
  office.rows('select * from journal_entry where appeal_id = $1 and action = $2 order by id', [appealId, action]);
const refusals = (results: readonly PerformResult[]) =>
  results.map((result) => (result.ok ? 'ok' : result.refusal)).sort();

describe('two presses at once', () => {
  test.each(Array.from({ length: 20 }, (_, round) => round + 1))(
    'two coordinators assign: exactly one wins, the other’s card is stale (round %i)',
    async () => {
      const appealId = await office.register();
      const forms = await Promise.all([
        office.fill('coordinator', 'assign', appealId, 1, { executorId: id('executor') }),
        office.fill('coordinator2', 'assign', appealId, 1, { executorId: id('executor2') }),
      ]);
      const actors = await Promise.all([office.actor('coordinator'), office.actor('coordinator2')]);
      const results = await Promise.all(
        forms.map((formId, index) =>
          performed(office.desk, { presser: actors[index]!, action: 'assign', appealId, seenVersion: 1, formId }),
        ),
      );
      expect(refusals(results)).toEqual(['ok', 'stale']);
      const winner = results.findIndex(({ ok }) => ok);
      expect(await appealRow(appealId)).toMatchObject({
        executor_id: id((['executor', 'executor2'] as const)[winner]!),
        version: 2,
        stage: 'assigned',
      });
      expect(await entries(appealId, 'assign')).toHaveLength(1);
    },
  );

  test.each(Array.from({ length: 20 }, (_, round) => round + 1))(
    'a double tap of one form acts once (round %i)',
    async () => {
      const appealId = await inProgress();
      const seenVersion = await office.version(appealId);
      const formId = await office.fill('executor', 'comment', appealId, seenVersion, {
        comment: 'начали',
        progress: 'works_under_way',
      });
      const presser = await office.actor('executor');
      const tap = () => performed(office.desk, { presser, action: 'comment', appealId, seenVersion, formId });
      expect(refusals(await Promise.all([tap(), tap()]))).toEqual(['gone', 'ok']);
      expect(await entries(appealId, 'comment')).toHaveLength(1);
      expect(await office.rows('select id from delivery where appeal_id = $1', [appealId])).toHaveLength(1);
    },
  );

  test.each(Array.from({ length: 20 }, (_, round) => round + 1))(
    'a double tap of an act that asks nothing acts once (round %i)',
    async () => {
      const appealId = await office.register();
      await office.must('coordinator', 'assign', appealId, { executorId: id('executor') });
      const presser = await office.actor('executor');
      const tap = () =>
        performed(office.desk, { presser, action: 'takeIntoWork', appealId, seenVersion: 2, formId: null });
      expect(refusals(await Promise.all([tap(), tap()]))).toEqual(['ok', 'stale']);
    },
  );

  test('two reports at once by the executor and the deputy: one is told that it is done', async () => {
    await away('executor', async () => {
      const appealId = await inProgress();
      const seenVersion = await office.version(appealId);
      const people = ['executor', 'deputy'] as const;
      const forms = await Promise.all(
        people.map((name) => office.fill(name, 'report', appealId, seenVersion, { supervisorId: id('agreeing') })),
      );
      const results = await Promise.all(
        people.map(async (name, index) =>
          performed(office.desk, {
            presser: await office.actor(name),
            action: 'report',
            appealId,
            seenVersion,
            formId: forms[index]!,
          }),
        ),
      );
      expect(refusals(results)).toEqual(['alreadyReported', 'ok']);
    });
  });

  test.each(['recordVisit', 'receiveDocuments'] as const)(
    'two results at once (%s): the first stands, the second is refused',
    async (action) => {
      await away('executor', async () => {
        for (let round = 0; round < 10; round += 1) {
          const appealId = await inProgress();
          const seenVersion = await office.version(appealId);
          const item =
            action === 'recordVisit' ? { visitId: await planVisit(appealId) } : { requestId: await request(appealId) };
          const people = ['executor', 'deputy'] as const;
          const forms = await Promise.all(
            people.map((name) => office.fill(name, action, appealId, seenVersion, { ...item, result: name })),
          );
          const results = await Promise.all(
            people.map(async (name, index) =>
              performed(office.desk, {
                presser: await office.actor(name),
                action,
                appealId,
                seenVersion,
                formId: forms[index]!,
              }),
            ),
          );
          expect(refusals(results)).toEqual([action === 'recordVisit' ? 'noOpenVisit' : 'noOpenRequest', 'ok'].sort());
          expect(await entries(appealId, action)).toHaveLength(1);
          if (action === 'recordVisit') {
            const winner = people[results.findIndex(({ ok }) => ok)];
            expect(await office.rows('select result from visit where appeal_id = $1', [appealId])).toEqual([
              { result: winner },
            ]);
          }
        }
      });
    },
  );
});

/** With `absent` away today and `deputy` in their place. */
async function away(absent: PersonName, work: () => Promise<void>): Promise<void> {
  await office.rows(
    'insert into absence (person_id, from_day, until_day, deputy_id, entered_by_id, entered_at) values ($1, $2, $2, $3, $1, $4)',
    [id(absent), '2026-11-25', id('deputy'), MORNING],
  );
  try {
    await work();
  } finally {
    await office.rows('update absence set cancelled_at = $1 where cancelled_at is null', [MORNING]);
  }
}
async function planVisit(appealId: number): Promise<number> {
  const result = await office.must('executor', 'planVisit', appealId, {
    visitAt: msk('2026-11-27 14:00').toISOString(),
    visitPlace: 'ул. Ленина, 5',
  });
  return Number(result.details.visitId);
}
async function request(appealId: number): Promise<number> {
  await office.must('executor', 'requestDocuments', appealId, {
    requestBody: 'Росреестр',
    requestWhat: 'выписка',
    requestBy: '2026-11-30',
  });
  return (await office.rows<{ id: number }>('select id from document_request where appeal_id = $1', [appealId]))[0]!.id;
}

describe('a form', () => {
  test.each<[string, (appealId: number, formId: number) => Promise<PerformResult>]>([
    [
      'of somebody else',
      async (appealId, formId) =>
        performed(office.desk, {
          presser: await office.actor('deputy'),
          action: 'comment',
          appealId,
          seenVersion: 3,
          formId,
        }),
    ],
    [
      'of another action',
      async (appealId, formId) =>
        performed(office.desk, {
          presser: await office.actor('executor'),
          action: 'report',
          appealId,
          seenVersion: 3,
          formId,
        }),
    ],
    [
      'of another appeal',
      async (_appealId, formId) =>
        performed(office.desk, {
          presser: await office.actor('executor'),
          action: 'comment',
          appealId: await inProgress(),
          seenVersion: 3,
          formId,
        }),
    ],
    [
      'of another version',
      async (appealId, formId) =>
        performed(office.desk, {
          presser: await office.actor('executor'),
          action: 'comment',
          appealId,
          seenVersion: 2,
          formId,
        }),
    ],
    [
      'that was cancelled',
      async (appealId, formId) => {
        await office.rows(`update form set state = 'cancelled' where id = $1`, [formId]);
        return performed(office.desk, {
          presser: await office.actor('executor'),
          action: 'comment',
          appealId,
          seenVersion: 3,
          formId,
        });
      },
    ],
    [
      'that never was',
      async (appealId) =>
        performed(office.desk, {
          presser: await office.actor('executor'),
          action: 'comment',
          appealId,
          seenVersion: 3,
          formId: 1_000_000,
        }),
    ],
  ])('%s does nothing', async (_what, press) => {
    const appealId = await inProgress();
    const formId = await office.fill('executor', 'comment', appealId, 3, { comment: 'начали', progress: 'inspected' });
    const before = await appealRow(appealId);
    expect(await press(appealId, formId)).toEqual({ ok: false, refusal: 'gone', ask: null, appeal: null });
    expect(await appealRow(appealId)).toEqual(before);
    expect(await entries(appealId, 'comment')).toEqual([]);
  });

  test('an appeal that never was is gone', async () => {
    expect(
      await performed(office.desk, {
        presser: await office.actor('executor'),
        action: 'takeIntoWork',
        appealId: 1_000_000,
        seenVersion: 1,
        formId: null,
      }),
    ).toEqual({ ok: false, refusal: 'gone', ask: null, appeal: null });
  });

  test('a visit of another appeal can’t be recorded', async () => {
    const [mine, other] = [await inProgress(), await inProgress()];
    await planVisit(mine);
    const foreign = await planVisit(other);
    expect(await office.act('executor', 'recordVisit', mine, { visitId: foreign, result: 'осмотрено' })).toMatchObject({
      ok: false,
      refusal: 'noOpenVisit',
      ask: 'visit',
    });
    expect(await office.rows('select result from visit where id = $1', [foreign])).toEqual([{ result: null }]);
  });

  test('takes its steps back one by one, and the answers that were given are given anew', async () => {
    const appealId = await office.register();
    const actor = await office.actor('coordinator');
    const started = await startAct(office.desk, {
      actor,
      action: 'redirect',
      appealId,
      seenVersion: 1,
      message: '1/1',
    });
    if (started.kind !== 'asking') throw new Error(started.kind);
    const read = async (): Promise<ActForm> => {
      const form = await databaseOf(office.desk).transaction((tx) => lockForm(tx, started.form.id));
      if (!form || !isActForm(form)) throw new Error('no form');
      return form;
    };
    const step = async () => (await currentStep(office.desk, actor, await read()))?.ask;
    const pass = async (answers: Record<string, unknown>) => {
      const form = await read();
      return answerAct(office.desk, {
        actor,
        formId: form.id,
        revision: form.revision,
        change: ({ answers: before }) => ({ answers: { ...before, ...answers }, view: {}, passes: true }),
      });
    };
    const back = async () => {
      const { id: formId, revision } = await read();
      return answerAct(office.desk, { actor, formId, revision, change: stepBack });
    };
    expect(await step()).toBe('outside');
    await pass({ organizationId: office.organizations.highways });
    expect(await step()).toBe('reason');
    await back();
    expect(await step()).toBe('outside');
    await pass({ organizationId: office.organizations.highways });
    await pass({ reason: 'федеральная дорога' });
    await pass({ notice: 'Ваше обращение перенаправлено.' });
    expect(await step()).toBe('redirectAgreeing');
    await back();
    await back();
    await back();
    expect(await step()).toBe('outside');
    await pass({ organizationId: office.organizations.highways });
    await pass({ reason: 'федеральная дорога' });
    await pass({ notice: 'Ваше обращение перенаправлено.' });
    expect(await pass({ agreeingId: id('agreeing') })).toMatchObject({
      kind: 'performed',
      result: { state: { stage: 'redirect_agreement' } },
    });
  });
});

describe('«Отложено»', () => {
  test('once: after its approval neither the executor nor a forged form gets a second', async () => {
    const appealId = await inProgress();
    await atApproval(appealId, 'postponed', { postponedUntil: '2026-12-01' });
    await office.must('coordinator', 'markEntered', appealId);
    await office.must('approving', 'approveAnswer', appealId, { signedText: 'as_entered' });
    await office.must('executor', 'resume', appealId);
    expect(
      await office.act('executor', 'submitAnswer', appealId, answer('postponed', { postponedUntil: '2026-12-20' })),
    ).toMatchObject({ ok: false, refusal: 'postponedAlready', ask: 'answerType' });
    await atApproval(appealId, 'declined');
    await office.must('coordinator', 'markEntered', appealId);
    await office.must('approving', 'approveAnswer', appealId, { signedText: 'as_entered' });
    await office.must('curator', 'returnForReexamination', appealId, {
      reexaminationReason: 'other',
      reexaminationText: 'не то',
    });
    await office.must('executor', 'takeIntoWork', appealId);
    expect(
      await office.act('executor', 'submitAnswer', appealId, answer('postponed', { postponedUntil: '2026-12-20' })),
    ).toMatchObject({ ok: false, refusal: 'postponedAlready' });
  });

  test('a rejected draft does not use it up', async () => {
    const appealId = await inProgress();
    await atApproval(appealId, 'postponed', { postponedUntil: '2026-12-01' });
    await office.must('approving', 'rejectAnswer', appealId, { reason: 'рано' });
    await atApproval(appealId, 'postponed', { postponedUntil: '2026-12-02' });
    await office.must('coordinator', 'markEntered', appealId);
    await office.must('approving', 'approveAnswer', appealId, { signedText: 'as_entered' });
    expect(await office.stage(appealId)).toBe('postponed');
  });

  test('a message’s due moves with it; a day off becomes Monday, and the person is told', async () => {
    const appealId = await inProgress();
    expect(await appealRow(appealId)).toMatchObject({ due_at: msk('2026-12-25 23:59:59') });
    const sent = await office.must(
      'executor',
      'submitAnswer',
      appealId,
      answer('postponed', { postponedUntil: '2026-12-05' }),
    );
    expect(sent.details).toMatchObject({ dateMovedFrom: '2026-12-05' });
    await office.must('agreeing', 'agreeAnswer', appealId, { approvingId: id('approving') });
    await office.must('coordinator', 'markEntered', appealId);
    await office.must('approving', 'approveAnswer', appealId, { signedText: 'as_entered' });
    expect(await appealRow(appealId)).toMatchObject({
      stage: 'postponed',
      postponed_until: day('2026-12-07'),
      due_at: msk('2027-01-06 23:59:59'),
      first_due_at: msk('2026-12-25 23:59:59'),
    });
  });

  test('resumed early, only the days that passed are added', async () => {
    const appealId = await inProgress();
    await atApproval(appealId, 'postponed', { postponedUntil: '2026-12-10' });
    await office.must('coordinator', 'markEntered', appealId);
    await office.must('approving', 'approveAnswer', appealId, { signedText: 'as_entered' });
    office.setTime(msk('2026-11-27 10:00'));
    await office.must('executor', 'resume', appealId);
    expect(await appealRow(appealId)).toMatchObject({ due_at: msk('2026-12-27 23:59:59') });
    expect(
      await office.rows(`select state from reminder where appeal_id = $1 and reason = 'resume'`, [appealId]),
    ).toEqual([{ state: 'cancelled' }]);
  });

  test('signed before its date and confirmed after it: that day counts, and the appeal goes on at once', async () => {
    const appealId = await inProgress();
    await atApproval(appealId, 'postponed', { postponedUntil: '2026-12-01' });
    await office.must('coordinator', 'markEntered', appealId);
    office.setTime(msk('2026-12-02 10:00'));
    const approve = (doneOn?: string) =>
      office.act('approving', 'approveAnswer', appealId, { signedText: 'as_entered', ...(doneOn && { doneOn }) });
    expect(await approve()).toMatchObject({ refusal: 'doneDayMissing', ask: 'doneOn' });
    expect(await approve('2026-12-01')).toMatchObject({ refusal: 'doneDayAfterPostponement', ask: 'doneOn' });
    const done = await approve('2026-11-27');
    expect(done).toMatchObject({ ok: true, details: { doneOn: '2026-11-27', postponedUntil: '2026-12-01' } });
    // Four days from the approval to the date, though it was entered five days later.
    expect(await appealRow(appealId)).toMatchObject({
      stage: 'in_progress',
      postponed_until: '2026-12-01',
      postponed_at: msk('2026-11-27 23:59:59'),
      due_at: msk('2026-12-29 23:59:59'),
      approving_id: null,
    });
  });

  test('a date beyond what the office allows is refused when it is sent, and once more when it is approved', async () => {
    const appealId = await inProgress();
    const send = (postponedUntil: string) =>
      office.act('executor', 'submitAnswer', appealId, {
        answerType: 'postponed',
        answerText: 'Работы назначены на 10.12.2026.',
        agreeingId: id('agreeing'),
        postponedUntil,
      });
    expect(await send('2035-01-01')).toMatchObject({ ok: false, refusal: 'tooFarAhead', ask: 'postponedUntil' });
    await atApproval(appealId, 'postponed', { postponedUntil: '2026-12-10' });
    await office.must('coordinator', 'markEntered', appealId);
    const approve = () => office.act('approving', 'approveAnswer', appealId, { signedText: 'as_entered' });
    await office.rows(`insert into setting (key, value) values ('postponable_days', '{"days": 7}')`);
    expect(await approve()).toMatchObject({ ok: false, refusal: 'tooFarAhead' });
    await office.rows(`delete from setting where key = 'postponable_days'`);
    expect(await approve()).toMatchObject({ ok: true });
  });

  test('a date that passed while it waited: the approver sets another', async () => {
    const appealId = await inProgress();
    await atApproval(appealId, 'postponed', { postponedUntil: '2026-11-26' });
    office.setTime(msk('2026-11-26 10:00'));
    await office.must('coordinator', 'markEntered', appealId);
    const approve = () => office.act('approving', 'approveAnswer', appealId, { signedText: 'as_entered' });
    expect(await approve()).toMatchObject({ ok: false, refusal: 'dateNotLater' });
    const { text } = (
      await office.rows<{ text: string }>('select text from answer_draft where appeal_id = $1', [appealId])
    )[0]!;
    // Saturday becomes Monday, and another date is another version: it is entered anew.
    const changed = await office.must('approving', 'editDraft', appealId, {
      editedText: text,
      postponedUntil: '2026-11-28',
    });
    expect(changed.details).toMatchObject({ dateMovedFrom: '2026-11-28', postponedUntil: '2026-11-30' });
    expect(await approve()).toMatchObject({ ok: false, refusal: 'notEnteredYet' });
    await office.must('executor', 'markEntered', appealId);
    expect(await approve()).toMatchObject({ ok: true });
    expect(await appealRow(appealId)).toMatchObject({ stage: 'postponed', postponed_until: '2026-11-30' });
  });

  test('an appeal59 keeps the law’s due', async () => {
    const appealId = await inProgress('appeal59');
    await atApproval(appealId, 'postponed', { postponedUntil: '2026-12-21' });
    await office.must('coordinator', 'markEntered', appealId);
    await office.must('approving', 'approveAnswer', appealId, { signedText: 'as_entered' });
    expect(await appealRow(appealId)).toMatchObject({ stage: 'postponed', due_at: msk('2026-12-25 23:59:59') });
  });
});

describe('an answer', () => {
  test('what the applicant gets is what the approver saw, edits included, and both versions are kept', async () => {
    const appealId = await inProgress();
    await office.must('executor', 'submitAnswer', appealId, answer('resolved'));
    await office.must('agreeing', 'editDraft', appealId, { editedText: 'Яма заделана 24.11.2026' });
    await office.must('agreeing', 'agreeAnswer', appealId, { approvingId: id('approving') });
    await office.must('coordinator', 'markEntered', appealId);
    const signed = 'Яма на ул. Ленина заделана 24.11.2026';
    await office.must('approving', 'approveAnswer', appealId, { signedText: 'edited_in_pos', textInPos: signed });
    const drafts = await office.rows<{ id: number; text: string; edits_id: number | null }>(
      'select id, text, edits_id from answer_draft where appeal_id = $1 order by id',
      [appealId],
    );
    expect(drafts.map(({ text }) => text)).toEqual(['Яма заделана 24.11', 'Яма заделана 24.11.2026', signed]);
    expect(drafts.map(({ edits_id }) => edits_id)).toEqual([null, drafts[0]!.id, drafts[1]!.id]);
    expect(await appealRow(appealId)).toMatchObject({
      stage: 'answered',
      draft_id: drafts[2]!.id,
      entered_draft_id: drafts[2]!.id,
    });
    // ПОС sends what is signed there: nothing is left to place.
    expect(await office.rows('select kind, text, draft_id from delivery where appeal_id = $1', [appealId])).toEqual([
      { kind: 'draft_entry', text: 'Яма заделана 24.11.2026', draft_id: drafts[1]!.id },
    ]);
  });

  test('why «Решено» comes without a photo is still there after a supervisor’s edit', async () => {
    const appealId = await inProgress();
    await office.must('executor', 'submitAnswer', appealId, answer('resolved', { withoutPhoto: 'Это разъяснение' }));
    await office.must('agreeing', 'editDraft', appealId, { editedText: 'Иначе сказано' });
    expect(
      await office.rows(
        'select d.without_photo from answer_draft d join appeal a on a.draft_id = d.id where a.id = $1',
        [appealId],
      ),
    ).toEqual([{ without_photo: 'Это разъяснение' }]);
  });

  test('photos of a comment, and those of before a re-examination, count for «Решено» when the version takes them along', async () => {
    const appealId = await inProgress();
    const withoutReason = { ...answer('resolved'), withoutPhoto: undefined };
    expect(await office.act('executor', 'submitAnswer', appealId, withoutReason)).toMatchObject({
      ok: false,
      refusal: 'photoOrReasonMissing',
      ask: 'photos',
    });
    await office.must(
      'executor',
      'comment',
      appealId,
      { comment: 'готово', progress: 'works_completed' },
      { photos: 1 },
    );
    office.setTime(msk('2026-11-25 11:00'));
    expect(await office.act('executor', 'submitAnswer', appealId, withoutReason)).toMatchObject({
      refusal: 'photoOrReasonMissing',
    });
    const [photo] = await office.rows<{ id: number }>('select id from attachment where appeal_id = $1', [appealId]);
    const taking = { ...withoutReason, versionFiles: [photo!.id] };
    // One of another appeal is not theirs to take.
    expect(
      await office.act('executor', 'submitAnswer', appealId, { ...withoutReason, versionFiles: [photo!.id + 1] }),
    ).toMatchObject({ refusal: 'photoOrReasonMissing' });
    await office.must('executor', 'submitAnswer', appealId, taking);
    await office.must('coordinator', 'returnForReexamination', appealId, {
      reexaminationReason: 'photo_other_place',
      reexaminationText: 'это другая улица',
    });
    await office.must('executor', 'takeIntoWork', appealId);
    office.setTime(msk('2026-11-25 12:00'));
    expect(await office.act('executor', 'submitAnswer', appealId, withoutReason)).toMatchObject({
      ok: false,
      refusal: 'photoOrReasonMissing',
    });
    await office.must('executor', 'submitAnswer', appealId, withoutReason, { photos: 1 });
  });

  test('one person may prepare, agree and approve by default, and acts in another capacity each time', async () => {
    const appealId = await office.register();
    await office.must('coordinator', 'assign', appealId, { executorId: id('everything') });
    await office.must('everything', 'takeIntoWork', appealId);
    await office.must('everything', 'submitAnswer', appealId, answer('declined', { agreeingId: id('everything') }));
    await office.must('everything', 'agreeAnswer', appealId, { approvingId: id('everything') });
    await office.must('coordinator', 'markEntered', appealId);
    await office.must('everything', 'approveAnswer', appealId, { signedText: 'as_entered' });
    const journal = await office.rows(
      `select capacity from journal_entry where appeal_id = $1 and person_id = $2 order by id`,
      [appealId, id('everything')],
    );
    expect(journal.map(({ capacity }) => capacity)).toEqual(['executor', 'executor', 'agreeing', 'approving']);
  });
});

describe('what stands in ПОС', () => {
  const tasks = async (appealId: number) =>
    (
      await office.rows(`select kind, placed_at, withdrawn_at from delivery where appeal_id = $1 order by id`, [
        appealId,
      ])
    ).map((it) => [it.kind, it.withdrawn_at ? 'withdrawn' : it.placed_at ? 'placed' : 'open'].join(' '));
  const place = async (who: PersonName, appealId: number, kind: string) => {
    const [task] = await office.rows<{ id: number }>(
      'select max(id) as id from delivery where appeal_id = $1 and kind = $2',
      [appealId, kind],
    );
    return placeDelivery(office.desk, await office.actor(who), task!.id);
  };

  test('each version is entered anew, and the task of the former one is withdrawn', async () => {
    const appealId = await inProgress();
    await atApproval(appealId, 'declined');
    expect(await tasks(appealId)).toEqual(['draft_entry open']);
    await office.must('approving', 'editDraft', appealId, { editedText: 'Иначе' });
    expect(await tasks(appealId)).toEqual(['draft_entry withdrawn', 'draft_entry open']);
    await office.must('executor', 'markEntered', appealId);
    expect(await office.act('coordinator', 'markEntered', appealId)).toMatchObject({ refusal: 'enteredAlready' });
    await office.must('approving', 'editDraft', appealId, { editedText: 'Ещё иначе' });
    expect(await tasks(appealId)).toEqual(['draft_entry withdrawn', 'draft_entry placed', 'draft_entry open']);
    // The version that stands there is not the present one, but it stands there until it is taken out, as a redirect does.
    await office.must('approving', 'rejectAnswer', appealId, { reason: 'не то' });
    expect(await tasks(appealId)).toEqual([
      'draft_entry withdrawn',
      'draft_entry withdrawn',
      'draft_entry withdrawn',
      'removal open',
    ]);
    expect(await place('coordinator', appealId, 'draft_entry')).toBe('withdrawn');
    expect(await place('coordinator', appealId, 'removal')).toBe('placed');
  });

  test('a redirect that was taken back is not sent; one that was made is taken out', async () => {
    const redirect = async () => {
      const appealId = await office.register();
      await office.must('coordinator', 'redirect', appealId, {
        organizationId: office.organizations.highways,
        reason: 'федеральная дорога',
        notice: 'Ваше обращение перенаправлено.',
        redirectBy: 'approval',
        approvingId: id('approving'),
      });
      await office.must('approving', 'approveRedirect', appealId, { confirmed: true });
      return appealId;
    };
    const early = await redirect();
    await office.must('coordinator2', 'withdraw', early, { confirmed: true });
    expect(await tasks(early)).toEqual(['redirect_notice withdrawn']);
    expect(await place('coordinator', early, 'redirect_notice')).toBe('withdrawn');
    expect(await office.act('coordinator', 'confirmSent', early)).toMatchObject({ refusal: 'notNow' });

    const late = await redirect();
    await office.must('coordinator', 'confirmSent', late);
    expect(await tasks(late)).toEqual(['redirect_notice placed']);
    await office.must('coordinator', 'withdraw', late, { reason: 'вернули' });
    expect(await tasks(late)).toEqual(['redirect_notice withdrawn', 'removal open']);
  });

  test('an organization that has the appeal no more is told so in ПОС', async () => {
    const appealId = await office.register();
    const pass = () =>
      office.must('coordinator', 'passToSubordinate', appealId, { organizationId: office.organizations.water });
    await pass();
    await office.must('coordinator', 'withdraw', appealId, { reason: 'не те' });
    expect(await tasks(appealId)).toEqual(['organization withdrawn']);
    await pass();
    expect(await place('coordinator', appealId, 'organization')).toBe('placed');
    await office.must('coordinator', 'withdraw', appealId, { reason: 'вернули' });
    expect(await tasks(appealId)).toEqual(['organization withdrawn', 'organization withdrawn', 'removal open']);
  });

  test('an interim answer that was sent is no draft to take out: the next one stands nowhere yet', async () => {
    const appealId = await inProgress();
    const submit = (answers: Record<string, unknown>) =>
      office.must('executor', 'submitAnswer', appealId, {
        answerText: 'Ответ',
        agreeingId: id('agreeing'),
        ...answers,
      });
    await submit({ answerType: 'postponed', postponedUntil: '2026-12-04' });
    await office.must('agreeing', 'agreeAnswer', appealId, { approvingId: id('approving') });
    await office.must('executor', 'markEntered', appealId);
    await office.must('approving', 'approveAnswer', appealId, { signedText: 'as_entered' });
    await office.must('executor', 'resume', appealId);
    await submit({ answerType: 'declined' });
    await office.must('executor', 'withdrawDraft', appealId, { confirmed: true });
    await submit({ answerType: 'declined' });
    await office.must('agreeing', 'agreeAnswer', appealId, { approvingId: id('approving') });
    await office.must('approving', 'rejectAnswer', appealId, { reason: 'не то' });
    expect(await tasks(appealId)).toEqual(['draft_entry placed', 'draft_entry withdrawn']);
  });

  test('signed as it was entered: a text pasted before «Назад» makes no version', async () => {
    const appealId = await inProgress();
    await atApproval(appealId, 'declined');
    await office.must('coordinator', 'markEntered', appealId);
    await office.must('approving', 'approveAnswer', appealId, { signedText: 'as_entered', textInPos: 'Иначе' });
    expect(await office.rows('select id from answer_draft where appeal_id = $1', [appealId])).toHaveLength(1);
  });

  test('the day of the deed is asked where a term ended before it was entered here', async () => {
    const appealId = await inProgress();
    await atApproval(appealId, 'declined');
    await office.must('coordinator', 'markEntered', appealId);
    office.setTime(msk('2026-12-28 10:00'));
    const approve = (answers: Record<string, unknown> = {}) =>
      office.act('approving', 'approveAnswer', appealId, { signedText: 'as_entered', ...answers });
    expect(await approve()).toMatchObject({ refusal: 'doneDayMissing', ask: 'doneOn' });
    expect(await approve({ doneOn: '2026-11-24' })).toMatchObject({ refusal: 'doneDayBeforeStage' });
    const done = await approve({ doneOn: '2026-12-25' });
    expect(done).toMatchObject({ ok: true, details: { doneOn: '2026-12-25' } });
  });
});

describe('whose phone rings', () => {
  const heard = (appealId: number) =>
    office.rows(
      `select p.name, o.kind, o.silent, o.params ->> 'notice' as notice from outbox_message o join person p on p.id = (o.params ->> 'personId')::int
     where (o.params ->> 'id')::int = $1 and coalesce(o.params ->> 'subject', 'appeal') = 'appeal' and coalesce(o.params ->> 'notice', '') <> 'registered' order by o.id`,
      [appealId],
    );

  test('an absent person’s also rings with the deputy', async () => {
    await away('executor', async () => {
      const appealId = await office.register();
      await office.must('coordinator', 'assign', appealId, { executorId: id('executor') });
      expect((await heard(appealId)).map(({ name, kind, notice }) => [name, kind, notice]).sort()).toEqual([
        ['deputy', 'card', 'assigned'],
        ['executor', 'card', 'assigned'],
      ]);
    });
  });

  test.each([
    ['2026-11-25 07:59', true],
    ['2026-11-25 08:00', false],
    ['2026-11-25 17:00', true],
    ['2026-11-28 12:00', true],
  ])('a move at %s comes without sound: %s', async (moment, silent) => {
    office.setTime(msk(moment));
    const appealId = await office.register();
    await office.must('coordinator', 'assign', appealId, { executorId: id('executor') });
    expect(await heard(appealId)).toEqual([{ name: 'executor', kind: 'card', silent, notice: 'assigned' }]);
  });

  test('people who are disabled, or have not connected a phone, are left in peace', async () => {
    await office.rows('update person set disabled_at = $1 where id = $2', [MORNING, id('executor2')]);
    try {
      const appealId = await inProgress();
      await office.must('executor', 'planVisit', appealId, {
        visitAt: msk('2026-11-27 14:00').toISOString(),
        visitPlace: 'ул. Ленина, 5',
        visitPeople: [id('executor2')],
      });
      expect((await heard(appealId)).map(({ name }) => name)).toEqual(['executor']);
    } finally {
      await office.rows('update person set disabled_at = null', []);
    }
  });

  test('a notice tells of its own act, whatever has happened before it goes out', async () => {
    const appealId = await inProgress();
    for (const [action, visitPlace] of [
      ['planVisit', 'двор'],
      ['planMeeting', 'кабинет'],
    ] as const) {
      await office.must('executor', action, appealId, {
        visitAt: msk('2026-11-27 14:00').toISOString(),
        visitPlace,
        visitPeople: [id('executor2')],
      });
    }
    const notices = await office.rows(
      `select params from outbox_message where kind = 'notice' and (params ->> 'id')::int = $1 order by id`,
      [appealId],
    );
    const facts = await Promise.all(
      notices.map(({ params }) => readNoticeFacts(office.desk, appealId, params.entryId)),
    );
    expect(facts.map((it) => [it?.by?.name, it?.visit?.kind ?? null, it?.visit?.place ?? null])).toEqual([
      ['executor', 'visit', 'двор'],
      ['executor', 'meeting', 'кабинет'],
    ]);
  });

  /** Reminders of its visits that somebody has been told of. */
  const toldOfVisit = async (appealId: number) =>
    (
      await office.rows<{ reason: string }>(
        `select r.reason from nag n join reminder r on r.id = n.reminder_id
       where r.appeal_id = $1 and r.reason like 'visit%' and n.message_key in (select key from outbox_message where kind = 'nags') order by r.id`,
        [appealId],
      )
    ).map(({ reason }) => reason);

  test('a visit is reminded of while it is still to come', async () => {
    const appealId = await inProgress();
    await planVisit(appealId);
    office.setTime(msk('2026-11-26 18:00'));
    await runDueReminders(office.desk);
    expect(await toldOfVisit(appealId)).toEqual(['visit_evening']);
  });

  test.each([
    ['2026-11-27 09:00', []],
    ['2026-11-27 13:30', ['visit_hour']],
    ['2026-11-27 14:00', []],
  ])(
    'after a night without the bot nobody hears «завтра» about today, nor «через час» about what has begun: at %s %j',
    async (moment, kinds) => {
      const appealId = await inProgress();
      await planVisit(appealId);
      office.setTime(msk(moment));
      await runDueReminders(office.desk);
      expect(await toldOfVisit(appealId)).toEqual(kinds);
    },
  );

  test.each<[string, (appealId: number, visitId: number) => Promise<unknown>]>([
    [
      'its result is recorded',
      (appealId, visitId) => office.must('executor', 'recordVisit', appealId, { visitId, result: 'осмотрено' }),
    ],
    [
      'the appeal is answered',
      async (appealId) => {
        await atApproval(appealId, 'declined');
        await office.must('coordinator', 'markEntered', appealId);
        await office.must('approving', 'approveAnswer', appealId, { signedText: 'as_entered' });
      },
    ],
  ])('not any more once %s', async (_what, end) => {
    const appealId = await inProgress();
    await end(appealId, await planVisit(appealId));
    office.setTime(msk('2026-11-27 13:00'));
    await runDueReminders(office.desk);
    expect(await toldOfVisit(appealId)).toEqual([]);
  });
});

test('a deputy acts for the absent executor: the journal names both, the executor stays', async () => {
  await away('executor', async () => {
    const appealId = await office.register();
    await office.must('coordinator', 'assign', appealId, { executorId: id('executor') });
    await office.must('deputy', 'takeIntoWork', appealId);
    expect(await entries(appealId, 'takeIntoWork')).toMatchObject([
      { person_id: id('deputy'), on_behalf_of_id: id('executor'), capacity: 'executor' },
    ]);
    expect(await appealRow(appealId)).toMatchObject({ executor_id: id('executor') });
  });
});
