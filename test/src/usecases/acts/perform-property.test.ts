import fc from 'fast-check';
import { databaseOf } from '../../../../src/database/database';
import { runDueReminders } from '../../../../src/jobs/tick';
import { lastClosing } from '../../../../src/regulation/calendar';
import { holds } from '../../../../src/regulation/cases';
import { decide, stageAfter } from '../../../../src/regulation/decide';
import { CLOCK, type Actor, type AppealFacts } from '../../../../src/regulation/facts';
import { DRAFT_STAGES } from '../../../../src/regulation/rights';
import { TRANSITIONS } from '../../../../src/regulation/transitions';
import {
  ANSWER_TYPES,
  EVERY_ACTION,
  isFinal,
  PARTICIPANTS,
  PROGRESS,
  CLOSURES,
  REEXAMINATION_REASONS,
  type Action,
  type Stage,
} from '../../../../src/regulation/vocabulary';
import type { PerformResult } from '../../../../src/usecases/acts/perform';
import { factsOf, loadAppeal } from '../../../../src/usecases/appeals/appeal-store';
import { circumstances } from '../../../../src/usecases/kit/ports';
import { EVERYBODY, MORNING, openOffice, type PersonName, type WorkingOffice, performed } from '../working-office';

const HOUR = 3_600_000;
/** As many on a slow machine as on a fast one. */
const GAMES = 60;
/** For all of them, and for finding the shortest that fails: before the test is cut short, so that its seed is told. */
const GAMES_MS = 1_800_000;

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
  // Places can be taken by people who are away, with a deputy and without.
  for (const [absent, deputy] of [
    ['executor2', 'deputy'],
    ['agreeing2', null],
    ['approving2', 'everything'],
  ] as const) {
    await office.rows(
      `insert into absence (person_id, from_day, until_day, deputy_id, entered_by_id, entered_at) values ($1, '2026-11-01', '2028-01-01', $2, $1, $3)`,
      [office.people[absent], deputy && office.people[deputy], MORNING],
    );
  }
  for (const name of EVERYBODY) actors.set(name, await office.actor(name));
});
afterAll(() => office.fresh.drop());

// ── What people may do ──────────────────────────────────────────────────────

/** Mostly sensible, sometimes not. */
const often = <T>(good: readonly T[], bad: readonly T[]) =>
  fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...good) }, { weight: 1, arbitrary: fc.constantFrom(...bad) });
const words = often(['потому что', 'Яма на ул. Ленина, 5 заделана 24.11.2026'], ['', '👍', '…']);
const answers = fc.record({
  executor: often<PersonName | null>(
    ['executor', 'executor2', 'everything', 'roadworker'],
    ['agreeing', 'stranger', null],
  ),
  agreeing: often<PersonName | null>(['agreeing', 'agreeing2', 'everything', 'approving'], ['executor', null]),
  approving: often<PersonName | null>(['approving', 'approving2', 'everything'], ['agreeing', 'executor', null]),
  replacement: fc.constantFrom<PersonName>('executor', 'agreeing', 'approving', 'everything', 'stranger'),
  organization: fc.constantFrom('roads' as const, 'water' as const, 'highways' as const, null),
  redirectBy: fc.constantFrom('agreement', 'approval'),
  text: words,
  days: often([1, 2, 5, 20], [-1, 0, 400]),
  answerType: fc.oneof(fc.constantFrom(...ANSWER_TYPES), fc.constant('postponed')),
  edited: often([undefined, 'Иначе сказано 24.11'], [' ']),
  yes: often([true], [false]),
  reexaminationReason: fc.constantFrom(...REEXAMINATION_REASONS),
  closure: fc.constantFrom(...CLOSURES),
  progress: fc.constantFrom(...PROGRESS),
  participant: fc.constantFrom(...PARTICIPANTS),
  item: often(['mine' as const], ['any' as const]),
  body: often(['Росреестр'], ['Мамадышский районный суд']),
  photos: fc.constantFrom(0, 0, 1),
  documents: fc.constantFrom(0, 1),
});
type Answers = typeof answers extends fc.Arbitrary<infer T> ? T : never;

const step = fc.record({
  /** Presses something that leads on, something that the keyboards offer, or anything at all. */
  offered: fc.oneof(
    { weight: 6, arbitrary: fc.constant('on' as const) },
    { weight: 8, arbitrary: fc.constant('any' as const) },
    { weight: 2, arbitrary: fc.constant('no' as const) },
  ),
  choice: fc.nat(10_000),
  who: fc.constantFrom(...EVERYBODY),
  action: fc.constantFrom(...EVERY_ACTION),
  stale: often([0], [-1, 1]),
  twice: fc.constantFrom('no', 'no', 'again', 'at once'),
  wait: fc.constantFrom(0, 0, 0, 10_000, HOUR, 26 * HOUR, 24 * 8 * HOUR),
  answers,
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function formAnswers(appealId: number, action: Action, it: Answers): Promise<Record<string, unknown>> {
  const id = (name: PersonName | null) => (name === null ? 999_999 : office.people[name]);
  const dayAhead = new Date(office.desk.clock.now().getTime() + it.days * 24 * HOUR).toISOString().slice(0, 10);
  const mine = it.item === 'mine';
  const latest = async (table: string, more: string) =>
    (
      await office.rows<{ id: number | null }>(
        `select max(id) as id from ${table} where ($1 = 0 or appeal_id = $1) and ${more}`,
        [mine ? appealId : 0],
      )
    )[0]?.id ?? undefined;
  const all: Record<string, unknown> = {
    executorId: id(it.executor),
    agreeingId: id(it.agreeing),
    approvingId: id(it.approving),
    supervisorId: id(it.agreeing),
    replacementId: id(it.replacement),
    organizationId: it.organization === null ? 999_999 : office.organizations[it.organization],
    redirectBy: it.redirectBy,
    reason: it.text,
    instruction: it.text,
    instructionDay: it.yes ? dayAhead : null,
    text: it.text,
    result: it.text,
    requestBody: it.body,
    requestWhat: it.text,
    requestBy: dayAhead,
    comment: it.text,
    answeredOn: it.days <= 0 ? dayAhead : office.desk.clock.now().toISOString().slice(0, 10),
    visitAt: new Date(office.desk.clock.now().getTime() + it.days * HOUR).toISOString(),
    visitPlace: it.text,
    visitPeople: [office.people[it.replacement]],
    progress: it.progress,
    answerType: it.answerType,
    answerText: it.text,
    withoutPhoto: it.text,
    signedText: it.yes ? 'as_entered' : 'edited_in_pos',
    textInPos: it.text,
    notice: it.text,
    doneOn: it.days <= 0 ? dayAhead : office.desk.clock.now().toISOString().slice(0, 10),
    confirmed: it.yes,
    reexaminationReason: it.reexaminationReason,
    closure: it.closure,
    reexaminationText: it.text,
    participant: it.participant,
    extensionDays: it.days,
    lackingText: it.text,
    lackingPlace: null,
    lackingPoint: null,
    joinIds: it.item === 'mine' ? [beside] : [appealId],
  };
  if (action !== 'agreeAnswer') all.postponedUntil = dayAhead;
  if (it.edited !== undefined) all.editedText = it.edited;
  if (/^(record|move|cancel)(Visit|Meeting)$/.test(action))
    all.visitId = await latest(
      'visit',
      `kind = '${action.endsWith('Visit') ? 'visit' : 'meeting'}' and ($1 = 0 or coalesce(recorded_at, cancelled_at) is null)`,
    );
  if (action === 'addPaper') Object.assign(all, { paperKind: 'act', paperName: it.text });
  if (action === 'removePaper') all.paperId = await latest('attachment', 'paper is not null');
  if (action === 'declineVisit')
    all.visitId = await latest('visit', '($1 = 0 or coalesce(recorded_at, cancelled_at) is null)');
  if (action === 'fulfilInstruction' || action === 'withdrawInstruction')
    all.instructionId = await latest('instruction', '($1 = 0 or coalesce(done_at, withdrawn_at) is null)');
  if (action === 'receiveDocuments' || action === 'cancelRequest')
    all.requestId = await latest('document_request', '($1 = 0 or coalesce(received_at, cancelled_at) is null)');
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

// ── What can be seen ────────────────────────────────────────────────────────

interface World {
  appeal: {
    stage: Stage;
    stage_entered_at: string;
    version: number;
    executor_id: number | null;
    agreeing_id: number | null;
    approving_id: number | null;
    organization_id: number | null;
    due_at: string;
    first_due_at: string;
    stage_due_at: string | null;
    visits: {
      cut: boolean;
      nearestDue?: string | null;
      resumed: { at: string } | null;
      round: { noDay: boolean } | null;
    };
    due_before_postponement: string | null;
    redirect_asked_at: string | null;
    finished_at: string | null;
    undo: unknown;
    duty_began_at: string | null;
    duty_due_at: string | null;
    draft_id: number | null;
    entered_draft_id: number | null;
    extended: boolean;
  };
  work: Record<string, unknown> | null;
  entries: number;
  /**
   * Since the duty began it, or the one with which it is worked, was opened again, joined, or given a longer term: a duty that had run out
   * then, or for which there was no time, is none, whatever time there is now.
   */
  mayOweNothing: boolean;
  deliveries: { kind: string }[];
  postponements: number;
  resumptions: number;
  lastMessage: number;
}
/** Everything that an act may touch, whole rows. */
const look = async (appealId: number): Promise<World> =>
  (
    await office.rows<World>(
      `select to_jsonb(a) as appeal, (select to_jsonb(w) from open_work w where appeal_id = $1) as work,
     (select count(*)::int from journal_entry where appeal_id = $1 and action not in ('missTerm', 'answerTerm', 'replan')) as entries,
     exists (select from journal_entry j where j.appeal_id = any($2) and j.action in ('reopen', 'join', 'extendTerm') and j.at >= a.duty_began_at) as "mayOweNothing",
     coalesce((select jsonb_agg(y order by y.id) from delivery y where appeal_id = $1), '[]') as deliveries,
     (select count(*)::int from journal_entry where appeal_id = $1 and action = 'approveAnswer' and to_stage = 'postponed') as postponements,
     (select count(*)::int from reminder where appeal_id = $1 and reason = 'resume' and state = 'planned') as resumptions,
     (select jsonb_agg(v order by v.id) from visit v where appeal_id = $1) as visits,
     (select jsonb_agg(r order by r.id) from document_request r where appeal_id = $1) as requests,
     (select jsonb_agg(d order by d.id) from answer_draft d where appeal_id = $1) as drafts,
     (select jsonb_agg(r order by r.id) from reminder r where appeal_id = $1) as reminders,
     (select count(*)::int from attachment where appeal_id = $1) as files,
     (select coalesce(max(id), 0)::int from outbox_message) as "lastMessage",
     (select coalesce(sum(requested), 0)::int from outbox_message where mergeable) as redraws
   from appeal a where id = $1`,
      [appealId, game],
    )
  )[0]!;

const SUPERVISED: readonly Stage[] = [
  'redirect_agreement',
  'redirect_approval',
  'answer_agreement',
  'answer_approval',
  'delivery',
];
function holders({ appeal }: World): number[] {
  switch (appeal.stage) {
    case 'coordination':
    case 'with_organization':
      return [office.people.coordinator, office.people.coordinator2];
    case 'assigned':
    case 'in_progress':
    case 'postponed':
      return [appeal.executor_id ?? 0];
    case 'redirect_agreement':
    case 'answer_agreement':
      return [appeal.agreeing_id ?? 0];
    case 'redirect_approval':
      return [appeal.approving_id ?? 0];
    // Until the draft stands in ПОС the coordinators have its task.
    case 'answer_approval':
      return appeal.entered_draft_id === appeal.draft_id ? [appeal.approving_id ?? 0] : [];
    case 'delivery':
    case 'answered':
    case 'redirected':
    case 'closed':
      return [];
  }
}

/** A nag that goes with its reason; an admin hears of a year without a calendar whoever presses, themselves too. */
const BESIDE_THE_ACT: readonly string[] = [
  'redrawNags',
  'calendarUnloadedUsed',
  'deputyUnreached',
  'approvalsUncovered',
];

/** True of an appeal at any moment of its life. */
function expectLegal(world: World): void {
  const { appeal, work, mayOweNothing } = world;
  const { stage } = appeal;
  const final = isFinal(stage);
  expect(holders(world)).not.toContain(0);
  if (stage === 'answer_agreement' || stage === 'answer_approval')
    expect([appeal.executor_id, appeal.draft_id]).not.toContain(null);
  if (stage === 'coordination' || stage === 'with_organization') expect(appeal.executor_id).toBeNull();
  if (!SUPERVISED.includes(stage) && !final) expect([appeal.agreeing_id, appeal.approving_id]).toEqual([null, null]);
  // What was closed without an answer is as it was then.
  if (stage === 'closed') return;
  expect(appeal.organization_id !== null).toBe(
    stage === 'with_organization' ||
      stage.startsWith('redirect') ||
      (stage === 'delivery' && appeal.redirect_asked_at !== null) ||
      (stage === 'answered' && appeal.executor_id === null),
  );
  // Nothing but redirects is sent from here (SIGNATURES=mark).
  expect(appeal.redirect_asked_at !== null).toBe(stage.startsWith('redirect') || stage === 'delivery');
  const closes = lastClosing(new Date(appeal.due_at), office.desk.office.calendar());
  // Received after the last closing before the due, nobody could keep the one working day; nor one that ended while the appeal was closed.
  if (
    stage === 'assigned' &&
    !mayOweNothing &&
    !appeal.visits.round?.noDay &&
    closes > new Date(appeal.duty_began_at ?? 0)
  )
    expect(appeal.duty_due_at).not.toBeNull();
  if (stage === 'in_progress') expect(appeal.duty_began_at).not.toBeNull();

  expect(appeal.finished_at !== null).toBe(final);
  expect(work).toEqual(
    final
      ? null
      : {
          appeal_id: expect.any(Number),
          stage,
          executor_id: appeal.executor_id,
          agreeing_id: appeal.agreeing_id,
          approving_id: appeal.approving_id,
          due_at: appeal.due_at,
          // A visit that ends with the whole is never late by its stage.
          stage_due_at: appeal.visits.cut ? null : appeal.stage_due_at,
        },
  );
  expect(world.resumptions).toBe(stage === 'postponed' ? 1 : 0);
  expect(world.postponements).toBeLessThanOrEqual(1);

  expect(Date.parse(appeal.due_at)).toBeGreaterThanOrEqual(Date.parse(appeal.first_due_at));
  // A stage has an end but where nobody could keep one: the draft is not in ПОС yet, or no working moment is left. What was taken back runs on
  // from there, and that may be after the whole.
  const runsFrom = appeal.visits.resumed?.at ?? appeal.stage_entered_at;
  const awaitsEntry = stage === 'answer_approval' && appeal.entered_draft_id !== appeal.draft_id;
  if (final || awaitsEntry) expect(appeal.stage_due_at).toBeNull();
  else if (appeal.stage_due_at === null) {
    // Of appeals that are worked as one it ends with the nearest of all.
    const nearest = Math.min(Date.parse(appeal.due_at), Date.parse(appeal.visits.nearestDue ?? appeal.due_at));
    expect(lastClosing(new Date(nearest), office.desk.office.calendar()) <= new Date(runsFrom)).toBe(true);
  }
  if (appeal.stage_due_at !== null)
    expect(Date.parse(appeal.stage_due_at)).toBeLessThanOrEqual(Date.parse(appeal.due_at));
}

const people = ({ appeal }: World) => [appeal.executor_id, appeal.agreeing_id, appeal.approving_id];
/** Their turn comes without a ring: nothing is to be done until the date; and who undoes an assignment deals with it. */
const SILENT_TURNS: readonly string[] = [
  'approveAnswer',
  'undoAssignment',
  'undoPassing',
  'undoOrganizationAnswer',
  'passToSubordinate by coordinator',
  // the task «Передать в ПОС» sounds with one of them, and one passing sounds once
  'passToSubordinate to with_organization',
  'withdraw',
  // by a deputy: whoever is away hears of it without a card
  'withdrawDraft',
  // whoever closes and opens again disturbs nobody: participants are told without a sound
  'reopen',
];

async function expectOneAct(
  appealId: number,
  before: World,
  after: World,
  who: PersonName,
  action: Action,
  result: Extract<PerformResult, { ok: true }>,
  seen: AppealFacts,
): Promise<void> {
  expect(after.entries).toBe(before.entries + 1);
  const [entry] = await office.rows('select * from journal_entry where id = $1', [result.entryId]);
  expect(entry).toMatchObject({
    appeal_id: appealId,
    action,
    person_id: office.people[who],
    from_stage: before.appeal.stage,
    to_stage: after.appeal.stage,
    version: after.appeal.version,
    clause: expect.stringMatching(/^П1\/|^59-ФЗ/u),
  });
  const row = TRANSITIONS.find(
    (it) =>
      it.action === action &&
      it.from.includes(before.appeal.stage) &&
      it.by.includes(entry!.capacity) &&
      stageAfter(it, { stage: before.appeal.stage, closedAt: seen.closedAt }) === after.appeal.stage &&
      (it.when === undefined || holds(it.when, seen, null, circumstances(office.desk)) !== false),
  );
  expect(row).toBeDefined();
  if (entry!.on_behalf_of_id !== null)
    expect([office.people.deputy, office.people.everything]).toContain(office.people[who]);

  const moved =
    before.appeal.stage !== after.appeal.stage ||
    String(people(before)) !== String(people(after)) ||
    before.appeal.draft_id !== after.appeal.draft_id ||
    before.appeal.extended !== after.appeal.extended ||
    action === 'join' ||
    action === 'disjoin';
  expect(after.appeal.version).toBe(before.appeal.version + (moved ? 1 : 0));
  expect(after.appeal.undo !== null).toBe(row!.effects.some(({ kind }) => kind === 'rememberAssignment'));
  expect(after.appeal.first_due_at).toBe(before.appeal.first_due_at);
  if (Date.parse(after.appeal.due_at) < Date.parse(before.appeal.due_at)) {
    // Resumed early, or extended no more; or the new term of a re-examination ends before the old one that was extended or postponed.
    expect(['resume', 'returnForReexamination', 'withdrawExtension']).toContain(action);
    if (action === 'resume')
      expect(Date.parse(after.appeal.due_at)).toBeGreaterThanOrEqual(
        Date.parse(before.appeal.due_before_postponement ?? ''),
      );
  }

  const promised = row!.effects.flatMap((effect) => (effect.kind === 'deliver' ? [effect.what] : []));
  const given = after.deliveries.slice(before.deliveries.length).map(({ kind }) => kind);
  expect(given.filter((kind) => kind !== 'removal')).toEqual(promised);
  if (given.includes('removal'))
    expect(row!.effects.map(({ kind }) => kind)).toContainEqual(expect.stringMatching(/^remove/u));

  const messages = await office.rows('select kind, params, silent from outbox_message where id > $1', [
    before.lastMessage,
  ]);
  const toPresser = messages.filter(({ params }) => params.personId === office.people[who]);
  expect(
    toPresser.filter(({ kind, params }) => params.subject !== 'delivery' && !BESIDE_THE_ACT.includes(kind)),
  ).toEqual([]);
  const rung = messages
    .filter(({ kind, params }) => kind === 'card' && params.subject === 'appeal')
    .map(({ params }) => params.personId);
  const turns = holders(after).filter((id) => !holders(before).includes(id) && id !== office.people[who]);
  const ways = [action, `${action} by ${entry!.capacity}`, `${action} to ${entry!.to_stage}`];
  if (!ways.some((way) => SILENT_TURNS.includes(way)))
    for (const id of turns) expect([action, rung]).toEqual([action, expect.arrayContaining([id])]);
}

// ── The game ────────────────────────────────────────────────────────────────

/** Left to chance alone, hardly any appeal comes to its end: a game begins anywhere, and often goes on. */
const ONWARD: readonly Action[] = [
  'takeIntoWork',
  'submitAnswer',
  'agreeAnswer',
  'markEntered',
  'approveAnswer',
  'confirmSent',
  'agreeRedirect',
  'approveRedirect',
  'resume',
  'organizationAnswered',
];
type Opening = readonly (readonly [who: PersonName, action: Action, answers?: () => Record<string, unknown>])[];
const submit = (answerType: string): Opening[number] => [
  'executor',
  'submitAnswer',
  () => ({
    answerType,
    answerText: 'Яма заделана 24.11',
    withoutPhoto: 'не нужно',
    postponedUntil: '2026-12-05',
    agreeingId: office.people.agreeing,
  }),
];
const toWork: Opening = [
  ['coordinator', 'assign', () => ({ executorId: office.people.executor })],
  ['executor', 'takeIntoWork'],
];
const agree: Opening[number] = ['agreeing', 'agreeAnswer', () => ({ approvingId: office.people.approving })];
const enter: Opening[number] = ['coordinator', 'markEntered'];
const approve: Opening[number] = ['approving', 'approveAnswer', () => ({ signedText: 'as_entered' })];
const redirect: Opening[number] = [
  'coordinator',
  'redirect',
  () => ({
    organizationId: office.organizations.highways,
    reason: 'не наша дорога',
    notice: 'Ваше обращение перенаправлено.',
    redirectBy: 'approval',
    approvingId: office.people.approving,
  }),
];
const OPENINGS: readonly Opening[] = [
  [],
  toWork,
  [...toWork, submit('resolved')],
  [...toWork, submit('resolved'), agree],
  [...toWork, submit('resolved'), agree, enter],
  [...toWork, submit('resolved'), agree, enter, approve],
  [...toWork, submit('postponed'), agree],
  [...toWork, submit('postponed'), agree, enter, approve],
  [...toWork, submit('postponed'), agree, enter, approve, ['executor', 'resume']],
  [['coordinator', 'passToSubordinate', () => ({ organizationId: office.organizations.water })]],
  [redirect],
  [redirect, ['approving', 'approveRedirect', () => ({ confirmed: true })]],
];

/** Another appeal of this game: from its beginning it goes along with the one that is played, or it may be joined to it. */
let beside = 0;
let game: readonly number[] = [];

/** One piece of work: what is done to the leading one is done to whatever follows it. */
async function expectTogether(appealId: number): Promise<void> {
  const follows = await office.rows('select from joined_appeal where appeal_id = $1 and leading_id = $2', [
    beside,
    appealId,
  ]);
  if (follows.length === 0) return;
  const [{ appeal: leading }, follower] = [await look(appealId), await look(beside)];
  const { stage, executor_id, agreeing_id, approving_id, organization_id, redirect_asked_at } = leading;
  expect(follower.appeal).toMatchObject({
    stage,
    executor_id,
    agreeing_id,
    approving_id,
    organization_id,
    redirect_asked_at,
  });
  // At other stages one of them may keep a draft that was rejected before they were joined.
  if (DRAFT_STAGES.includes(stage)) {
    expect(follower.appeal.draft_id === null).toBe(leading.draft_id === null);
    expect(follower.appeal.entered_draft_id === follower.appeal.draft_id).toBe(
      leading.entered_draft_id === leading.draft_id,
    );
  }
  expectLegal(follower);
}

const actors = new Map<PersonName, Actor>();
const acted = new Map<Action, number>();

async function play(appealId: number, it: Step): Promise<void> {
  if (it.wait > 0) {
    office.setTime(new Date(office.desk.clock.now().getTime() + it.wait));
    await runDueReminders(office.desk);
    expectLegal(await look(appealId));
  }
  const around = circumstances(office.desk);
  const appeal = await loadAppeal(databaseOf(office.desk), appealId, around, false);
  const facts = factsOf(appeal!);
  const byAction = EVERY_ACTION.map(
    (action) =>
      [
        action,
        EVERYBODY.filter(
          (name) =>
            decide({
              appeal: facts,
              action,
              presser: actors.get(name)!,
              seenVersion: facts.version,
              submission: null,
              circumstances: around,
            }).ok,
        ),
      ] as const,
  ).filter(([, names]) => names.length > 0);
  const leading = byAction.filter(([action]) => ONWARD.includes(action));
  const offered = it.offered === 'no' ? [] : it.offered === 'on' && leading.length > 0 ? leading : byAction;
  const [action, names] = offered[it.choice % offered.length] ?? [it.action, [it.who]];
  const who = names[it.choice % names.length] ?? it.who;
  const presser = actors.get(who)!;
  const seenVersion = facts.version + it.stale;
  const asks = TRANSITIONS.some((row) => row.action === action && row.asks.length > 0);
  const formId = asks
    ? await office.fill(who, action, appealId, seenVersion, await formAnswers(appealId, action, it.answers), it.answers)
    : null;

  const before = await look(appealId);
  const press = () => performed(office.desk, { presser, action, appealId, seenVersion, formId });
  const results = it.twice === 'at once' ? await Promise.all([press(), press()]) : [await press()];
  if (it.twice === 'again' && formId !== null) results.push(await press());
  const after = await look(appealId);

  const done = results.filter((result) => result.ok);
  expect(done.length).toBeLessThanOrEqual(1);
  const [result] = done;
  if (!result) {
    expect(after).toEqual(before);
    expect(await office.rows('select state from form where id = $1', [formId ?? 0])).toEqual(
      formId === null ? [] : [{ state: 'open' }],
    );
    return;
  }
  if (!TRANSITIONS.some((row) => row.action === action && row.atAnyVersion)) expect(it.stale).toBe(0);
  if (formId !== null)
    expect(await office.rows('select state from form where id = $1', [formId])).toEqual([{ state: 'done' }]);
  expectLegal(after);
  await expectOneAct(appealId, before, after, who, action, result, facts);
  await expectTogether(appealId);
  acted.set(action, (acted.get(action) ?? 0) + 1);
}

test(
  'random people pressing anything never bring an appeal into an illegal state, never act twice, never without a journal entry',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('message' as const, 'appeal59' as const),
        fc.constantFrom(...OPENINGS),
        fc.constantFrom(null, 'message' as const, 'appeal59' as const),
        fc.array(step, { minLength: 8, maxLength: 16 }),
        async (kind, opening, follower, steps) => {
          office.setTime(MORNING);
          const appealId = await office.register(kind);
          beside = await office.register(follower ?? 'message');
          game = [appealId, beside];
          if (follower !== null)
            await office.must('coordinator', 'join', appealId, { joinIds: [beside], confirmed: true });
          for (const [who, action, given] of opening) await office.must(who, action, appealId, given?.());
          for (const it of steps) await play(appealId, it);
          // Time itself may do one thing only.
          const facts = factsOf(
            (await loadAppeal(databaseOf(office.desk), appealId, circumstances(office.desk), false))!,
          );
          const byTime = EVERY_ACTION.filter(
            (action) =>
              decide({
                appeal: facts,
                action,
                presser: CLOCK,
                seenVersion: facts.version,
                submission: null,
                circumstances: circumstances(office.desk),
              }).ok,
          );
          expect(byTime).toEqual(facts.stage === 'postponed' ? ['resume'] : []);
        },
      ),
      { numRuns: GAMES, interruptAfterTimeLimit: GAMES_MS, markInterruptAsFailure: true },
    );
    // A game in which nothing succeeds would prove nothing.
    expect([...acted.values()].reduce((sum, times) => sum + times, 0)).toBeGreaterThan(50);
  },
  GAMES_MS + 300_000,
);
