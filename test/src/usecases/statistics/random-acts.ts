import { databaseOf } from '../../../../src/database/database';
import { runDueReminders } from '../../../../src/jobs/tick';
import { REEXAMINATION_REASONS, type Action } from '../../../../src/regulation/vocabulary';
import { registerAppeals } from '../../../../src/usecases/intake/register-appeals';
import { takeMarks } from '../../../../src/usecases/registry/marks';
import { followJournal } from '../../../../src/usecases/statistics/follow';
import { msk, type Files, type PersonName, type WorkingOffice } from '../working-office';
import { localDay, type Onlooker } from './reckoning';

/** As many on a slow machine as on a fast one. */
const STEPS = 420;
const APPEALS = 24;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
export const BEGINNING = msk('2026-09-07 09:00');

let office: WorkingOffice;

type Random = () => number;
const oneOf = <T>(random: Random, values: readonly T[]): T => values[Math.floor(random() * values.length)]!;

/** Appeals come and are worked on for some months; statistics follow now and then, in pieces of any size. */
export async function play(played: WorkingOffice, random: Random, onlooker: Onlooker): Promise<void> {
  office = played;
  const ids: number[] = [];
  office.setTime(BEGINNING);
  for (let step = 0; step < STEPS; step += 1) {
    if (ids.length < APPEALS && random() < 0.15) ids.push(...(await come(random, onlooker, ids.length)));
    await onlooker.look();
    const id = ids.length === 0 ? undefined : oneOf(random, ids);
    if (id !== undefined) await act(random, id);
    await onlooker.look();
    // Confirmed in the middle of it: facts of before stay nameless.
    if (step === Math.floor(STEPS / 4)) await confirmShares();
    await pass(random);
    await onlooker.look();
    if (random() < 0.1) await followJournal(office.desk, 1 + Math.floor(random() * 20));
    if (random() < 0.04) await mark(random, onlooker, ids);
  }
}

let number = 0;
async function come(random: Random, onlooker: Onlooker, before: number): Promise<number[]> {
  if (before === 0) await office.rows(`delete from setting where key = 'stage_shares'`);
  const now = office.desk.clock.now();
  const source = oneOf(random, ['http', 'by_hand', 'file'] as const);
  number += 1;
  const kind = random() < 0.7 ? 'message' : 'appeal59';
  const [one] = await registerAppeals(
    office.desk,
    [
      {
        number: `PLAY-${number}`,
        kind,
        registeredAt: new Date(now.getTime() - Math.floor(random() < 0.5 ? 0 : random() * 12 * DAY)),
        category: oneOf(random, ['Дороги', 'Вода', undefined]),
        settlement: oneOf(random, ['Мамадыш', 'Сокольи Горы', undefined]),
        ...(kind === 'message' && { fastTrackDays: oneOf(random, [3, 10, null] as const) }),
      },
    ],
    source,
    source === 'by_hand' ? office.people.coordinator : null,
  );
  onlooker.channels.set(one!.id, { http: 'http', by_hand: 'hand', file: 'file' }[source]);
  return [one!.id];
}

const confirmShares = () =>
  office.rows(`insert into setting (key, value) values ('stage_shares', $1)`, [
    JSON.stringify(office.desk.office.shares),
  ]);

async function pass(random: Random): Promise<void> {
  const wait = oneOf(random, [0, 20_000, HOUR, 5 * HOUR, 20 * HOUR, 3 * DAY]);
  office.setTime(new Date(office.desk.clock.now().getTime() + Math.floor(wait * (0.5 + random()))));
  await runDueReminders(office.desk);
}

type Press = readonly [PersonName, Action, Record<string, unknown>?, Files?];

/** Something that leads on, or back, at the stage where it is; what is refused is no act. */
async function act(random: Random, id: number): Promise<void> {
  const stage = await office.stage(id);
  const presses = pressesAt(random, stage, await executorOf(id));
  if (presses.length === 0) return;
  const [who, action, answers, files] = oneOf(random, presses);
  await office.act(who, action, id, answers, files);
}

async function executorOf(id: number): Promise<PersonName> {
  const [row] = await office.rows<{ id: number | null }>('select executor_id as id from appeal where id = $1', [id]);
  return office.nameOf(row?.id ?? null) ?? 'executor';
}

function pressesAt(random: Random, stage: string, executor: PersonName): readonly Press[] {
  const { people, organizations } = office;
  const today = localDay(office.desk.clock.now());
  const earlier = localDay(new Date(office.desk.clock.now().getTime() - random() * 3 * DAY));
  const assign: Press = [
    'coordinator',
    'assign',
    { executorId: people[oneOf(random, ['executor', 'executor2', 'everything', 'roadworker'] as const)] },
  ];
  const undo: readonly Press[] = [
    ['coordinator', 'undoAssignment'],
    ['coordinator', 'undoPassing'],
    ['coordinator', 'undoOrganizationAnswer'],
  ];
  const text = 'Яма на ул. Ленина, 5 заделана 24.11.2026';
  const redirect = {
    organizationId: organizations.highways,
    reason: 'дорога не наша',
    notice: 'Ваше обращение перенаправлено',
    redirectBy: 'approval',
    approvingId: people.approving,
  };
  const close: Press = ['coordinator', 'close', { closure: 'withdrawn', reason: 'отозвано', confirmed: true }];
  const returning: Press = [
    oneOf(random, ['curator', 'coordinator'] as const),
    'returnForReexamination',
    { reexaminationReason: oneOf(random, REEXAMINATION_REASONS), reexaminationText: 'не то' },
  ];
  const correct: Press = [
    'coordinator',
    'correctDetails',
    {
      corrected: oneOf(random, [
        { kind: 'appeal59' },
        { kind: 'message' },
        { category: 'Свет' },
        { settlement: 'Кляуш', address: 'ул. Мира, 1' },
      ]),
      reason: 'в ПОС иначе',
      confirmed: true,
    },
  ];
  const seldom = random() < 0.12 ? [close, correct] : [];
  switch (stage) {
    case 'coordination':
      return [
        assign,
        assign,
        assign,
        ['coordinator', 'passToSubordinate', { organizationId: organizations.water }],
        ['coordinator', 'passToSubordinate', { organizationId: organizations.roads, executorId: people.roadworker }],
        ['coordinator', 'redirect', redirect],
        ...seldom,
      ];
    case 'assigned':
      return [
        [executor, 'takeIntoWork'],
        [executor, 'takeIntoWork'],
        [executor, 'report', { supervisorId: people.agreeing }],
        [executor, 'returnToCoordination', { reason: 'не ко мне' }],
        undo[0]!,
        assign,
        ...seldom,
      ];
    case 'in_progress': {
      const answerType = oneOf(random, ['resolved', 'not_resolved', 'declined', 'postponed']);
      const postponedUntil = localDay(new Date(office.desk.clock.now().getTime() + 5 * DAY));
      const submitted = { answerType, answerText: text, withoutPhoto: 'нет', agreeingId: people.agreeing };
      const submit: Press = [
        executor,
        'submitAnswer',
        { ...submitted, ...(answerType === 'postponed' && { postponedUntil }) },
      ];
      return [
        submit,
        submit,
        submit,
        [executor, 'redirect', redirect],
        [executor, 'report', { supervisorId: people.agreeing }],
        [executor, 'passToSubordinate', { organizationId: organizations.water, reason: 'их' }],
        [executor, 'comment', { comment: 'были', progress: 'inspected' }],
        assign,
        undo[0]!,
        ...seldom,
      ];
    }
    case 'with_organization':
      return [
        undo[1]!,
        ['coordinator', 'organizationAnswered', { text: 'сделано', answeredOn: earlier }],
        [
          'coordinator',
          'organizationAnsweredApplicant',
          { answeredOn: oneOf(random, [earlier, today]) },
          { documents: 1 },
        ],
        ['coordinator', 'withdraw', { reason: 'не те' }],
        ...seldom,
      ];
    case 'answer_agreement':
      return [
        ['agreeing', 'agreeAnswer', { approvingId: people.approving }],
        ['agreeing', 'agreeAnswer', { approvingId: people.approving }],
        ['agreeing', 'editDraft', { editedText: `${text}.`, answerType: oneOf(random, ['resolved', 'declined']) }],
        ['agreeing', 'rejectAnswer', { reason: 'не то' }],
        [executor, 'withdrawDraft', { confirmed: true }],
        returning,
        ...seldom,
      ];
    case 'answer_approval':
      return [
        ['coordinator', 'markEntered'],
        ['coordinator', 'markEntered'],
        ['approving', 'approveAnswer', { signedText: 'as_entered' }],
        ['approving', 'approveAnswer', { signedText: 'as_entered', doneOn: earlier }],
        ['approving', 'rejectAnswer', { reason: 'не то' }],
        ...seldom,
      ];
    case 'redirect_approval':
      return [
        ['approving', 'approveRedirect', { confirmed: true }],
        ['approving', 'rejectRedirect', { reason: 'сами' }],
        [executor, 'withdraw', { confirmed: true }],
        ['coordinator', 'withdraw', { confirmed: true }],
      ];
    case 'delivery':
      return [
        ['coordinator', 'confirmSent'],
        ['coordinator', 'confirmSent', { doneOn: earlier }],
      ];
    case 'postponed':
      return [[executor, 'resume'], returning];
    case 'answered':
      return random() < 0.5 ? [returning, undo[2]!] : [];
    case 'redirected':
      return random() < 0.4 ? [['coordinator', 'withdraw', { reason: 'вернули' }]] : [];
    case 'closed':
      return random() < 0.4 ? [['coordinator', 'reopen', { confirmed: true }]] : [];
    default:
      return [];
  }
}

async function mark(random: Random, onlooker: Onlooker, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const now = office.desk.clock.now();
  const [file] = await office.rows<{ id: number }>(
    `insert into registry_file (source, name, sha256, taken_at, state, counts, result, read_row, loaded_row)
     values ('chat', 'f.xlsx', 'ab', $1, 'done', '{}', '{}', 0, 0) returning id`,
    [now],
  );
  const given = { id: oneOf(random, ids), mark: 1 + Math.floor(random() * 5) };
  await databaseOf(office.desk).transaction((tx) => takeMarks(tx, file!.id, [given], now));
  onlooker.marks.push({ appealId: given.id, at: now, mark: given.mark });
}
