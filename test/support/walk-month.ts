import { TELEGRAM } from '../../src/intake/messenger-chats';
import type { Action } from '../../src/regulation/vocabulary';
import { noteReceiving } from '../../src/usecases/upkeep/silence';
import { shortName } from '../../src/usecases/kit/officials';
import { ARRIVALS, LIVES, SNOOZE } from './month-lives';
import { ABSENCES, CATEGORY, chatOf, EVERYBODY, ORGANIZATIONS, ROSTER, STAFF, type Who } from './month-people';
import type { Happening, Life } from './nag-oracle';
import { card } from './office-work';
import { ceilTick, clockAt, HOUR, MONTH, STRETCHES, type Instant } from './virtual-time';
import { WalkedOffice, type Received } from './walked-office';

/** What is done at a moment of true time. */
interface Event {
  readonly when: Instant;
  readonly run: () => Promise<void>;
}

/** Appeals that are assigned and taken into work with real presses; others by the use case that presses come to. */
const BY_PHONE: ReadonlySet<string> = new Set(LIVES.slice(21, 24).map(({ number }) => number));

/** A message of the bot as it came to a phone or a group, before anybody touched it. */
export interface Arrival extends Received {
  readonly chatId: number;
  readonly key: string;
  /** Real milliseconds that its sending had at most: the stand dates by a clock that runs, the bot's stands still. */
  readonly tookMs: number;
}

export interface Month {
  readonly office: WalkedOffice;
  readonly people: ReadonlyMap<number, Who>;
  /** What the clock told: nags, lists, digests and reports. */
  readonly arrivals: readonly Arrival[];
}

export interface Group {
  readonly chatId: number;
  readonly title: string;
  readonly digestAt: number | null;
}

/** The second has an hour of its own. */
export const GROUPS: readonly Group[] = [
  { chatId: -4_001, title: 'Исполком', digestAt: null },
  { chatId: -4_002, title: 'Благоустройство', digestAt: 10 * 60 },
];

/** Walks the month: every happening of every life at its time, a tick whenever the bot has something to do. */
export async function walkMonth(): Promise<Month> {
  const office = await WalkedOffice.open(new Date(MONTH.from), ROSTER);
  try {
    return await walk(office);
  } catch (error) {
    await office.close();
    throw error;
  }
}

async function walk(office: WalkedOffice): Promise<Month> {
  const idByName = new Map(
    (await office.rows<{ id: number; name: string }>('select id, name from person')).map(({ id, name }) => [name, id]),
  );
  const organizations = new Map(
    (await office.rows<{ id: number; name: string }>('select id, name from organization')).map(({ id, name }) => [
      name,
      id,
    ]),
  );
  const idOf = (who: Who): number => idByName.get(STAFF[who].name)!;
  for (const { who, from, until, deputy } of ABSENCES)
    await office.rows(
      'insert into absence (person_id, from_day, until_day, deputy_id, entered_by_id, entered_at) values ($1, $2, $3, $4, $1, $5)',
      [idOf(who), from, until, deputy && idOf(deputy), new Date(MONTH.from)],
    );
  for (const { chatId, title, digestAt } of GROUPS) {
    await office.stand.control('PUT', `groups/${chatId}`, { title, members: EVERYBODY.map(chatOf) });
    await office.rows(`insert into group_chat (title, messenger, chat_id, digest_at) values ($1, 'telegram', $2, $3)`, [
      title,
      chatId,
      digestAt,
    ]);
  }

  const appealIds = new Map<string, number>();
  const register = async (lives: readonly Life[]) => {
    const ids = await office.register(
      lives.map(({ number, kind, days, registered }) => ({
        number,
        kind,
        registeredAt: new Date(registered).toISOString().replace('Z', '+00:00'),
        ...(kind === 'message' ? CATEGORY[days as 3] : {}),
        text: 'Нет света у дома 15.',
        address: 'ул. Советская, 15',
        settlement: 'Мамадыш',
      })),
    );
    lives.forEach(({ number }, index) => appealIds.set(number, ids[index]!));
  };

  const visits = new Map<string, unknown>();
  const happen = async ({ number }: Life, { by, what, ...happening }: Happening) => {
    if (by === null) return;
    if (BY_PHONE.has(number) && what === 'assign') {
      await office.phone(chatOf(by)).press('Назначить исполнителя', card(number));
      await office.phone(chatOf(by)).press(shortName(STAFF[happening.whom!].name), card(number));
      return;
    }
    if (BY_PHONE.has(number) && what === 'takeIntoWork') {
      await office.phone(chatOf(by)).press('Взять в работу', number);
      return;
    }
    const [action, answers] = FORMS[what](happening, {
      id: idOf,
      organization: (name) => organizations.get(ORGANIZATIONS[name])!,
      visit: visits.get(number),
      request: (
        await office.rows<{ id: number }>(
          'select id from document_request where appeal_id = $1 and received_at is null order by id limit 1',
          [appealIds.get(number)],
        )
      )[0]?.id,
      reason: STAFF[by].roles.includes('coordinator') ? {} : { reason: 'Решает организация' },
    });
    const { visitId } = await office.act(idOf(by), action, appealIds.get(number)!, answers);
    if (visitId !== undefined) visits.set(number, visitId);
  };

  const events: Event[] = [
    ...ARRIVALS.map(({ when, lives }) => ({ when, run: () => register(lives) })),
    ...LIVES.flatMap((life) =>
      life.happenings.map((happening) => ({ when: happening.when, run: () => happen(life, happening) })),
    ),
    {
      when: SNOOZE.when,
      run: async () => void (await office.phone(chatOf(SNOOZE.who)).press('Напомнить через час', SNOOZE.number)),
    },
  ].sort((one, other) => one.when - other.when);

  const arrivals: Arrival[] = [];
  let seen = 0;
  let lookedAt = performance.now();
  const look = async () => {
    const tookMs = performance.now() - lookedAt;
    lookedAt += tookMs;
    const sent = await office.rows<{ id: string; key: string; chat: string; message: string }>(
      `select id, key, chat_id as chat, split_part(message_ref, '/', 2) as message from outbox_message
       where id > $1 and state = 'sent' and message_ref is not null and kind = any($2) order by id`,
      [seen, TOLD_BY_THE_CLOCK],
    );
    for (const { id, key, chat, message } of sent) {
      seen = Number(id);
      const found = (await office.received(Number(chat))).find((one) => String(one.message_id) === message);
      if (found) arrivals.push({ ...found, key, chatId: Number(chat), tookMs });
    }
  };
  const tick = async (when: Instant) => {
    await office.tick(new Date(clockAt(when)));
    await look();
  };
  /** A clockwork that ticks by itself notes it with each tick, so all the while of a stretch. */
  const isHeard = (when: Instant) =>
    noteReceiving(office.application.desk, {
      messenger: TELEGRAM,
      name: 'Telegram',
      at: new Date(clockAt(when)),
      keptMs: 24 * HOUR,
      isCertain: true,
    });

  let done = 0;
  for (const { from, until, ahead, ends } of STRETCHES) {
    let now = from;
    await office.setTime(new Date(clockAt(now)));
    await isHeard(now);
    await tick(now);
    for (;;) {
      const event = events[done];
      const horizon = Math.min(event?.when ?? until, until);
      const next = (await office.application.nextMomentAt(new Date(horizon + ahead)))?.getTime();
      const due = next === undefined ? Infinity : Math.max(ceilTick(next) - ahead, ceilTick(now + 1));
      if (due < horizon) {
        await tick((now = due));
        continue;
      }
      if (!event || event.when >= until) break;
      await office.setTime(new Date(clockAt(event.when)));
      // what happens at one moment happens together
      for (; events[done]?.when === event.when; done += 1) await events[done]!.run();
      await office.quiet();
      const following = ceilTick(event.when + 1);
      if (following < until) await tick((now = following));
      else now = event.when;
    }
    await office.rows(`delete from setting where key = 'receiving:telegram'`);
    await isHeard(until - 1);
    if (ends === 'stop' || ends === 'outage') {
      await office.stop();
      await office.start();
    }
    if (ends === 'kill') {
      await office.setTime(new Date(ceilTick(until) + ahead));
      await office.killInTick(
        async () =>
          (await office.rows('select 1 from nag where message_key is null and not gathered limit 1')).length > 0,
      );
      await office.start();
    }
  }
  return { office, people: new Map(EVERYBODY.map((who) => [idOf(who), who])), arrivals };
}

const TOLD_BY_THE_CLOCK = ['nags', 'morning', 'weekend', 'weekly', 'groupDigest'];

interface Names {
  readonly id: (who: Who) => number;
  readonly organization: (name: keyof typeof ORGANIZATIONS) => number;
  readonly visit: unknown;
  readonly request: number | undefined;
  readonly reason: { readonly reason?: string };
}
type Form = (happening: Omit<Happening, 'by' | 'what'>, names: Names) => [Action, Record<string, unknown> | null];
const WHY = { reason: 'Так надо для дела' };
const visitForm =
  (action: Action): Form =>
  ({ at, guests = [] }, { id }) => [
    action,
    { visitAt: new Date(at!).toISOString(), visitPlace: 'у дома 15', visitPeople: guests.map(id) },
  ];

/** The last press of each happening, with what its form has gathered. */
const FORMS: Readonly<Record<Happening['what'], Form>> = {
  assign: ({ whom }, { id }) => ['assign', { executorId: id(whom!) }],
  undoAssignment: () => ['undoAssignment', null],
  passInside: ({ whom }, { id, organization, reason }) => [
    'passToSubordinate',
    { organizationId: organization('improvement'), executorId: id(whom!), ...reason },
  ],
  passOutside: (_, { organization, reason }) => [
    'passToSubordinate',
    { organizationId: organization('heating'), ...reason },
  ],
  organizationAnswered: ({ when }) => [
    'organizationAnswered',
    { text: 'Тепло дали.', answeredOn: new Date(when).toISOString().slice(0, 10) },
  ],
  organizationAnsweredApplicant: ({ when }) => [
    'organizationAnsweredApplicant',
    { answeredOn: new Date(when).toISOString().slice(0, 10) },
  ],
  redirectToAgree: ({ whom }, { id, organization }) => [
    'redirect',
    {
      organizationId: organization('ministry'),
      ...WHY,
      notice: 'Ваше обращение перенаправлено.',
      redirectBy: 'agreement',
      agreeingId: id(whom!),
    },
  ],
  redirectToApprove: ({ whom }, { id, organization }) => [
    'redirect',
    {
      organizationId: organization('ministry'),
      ...WHY,
      notice: 'Ваше обращение перенаправлено.',
      redirectBy: 'approval',
      approvingId: id(whom!),
    },
  ],
  agreeRedirect: ({ whom }, { id }) => ['agreeRedirect', { approvingId: id(whom!) }],
  approveRedirect: () => ['approveRedirect', { confirmed: true }],
  rejectRedirect: () => ['rejectRedirect', WHY],
  takeIntoWork: () => ['takeIntoWork', null],
  returnToCoordination: () => ['returnToCoordination', WHY],
  report: ({ whom }, { id }) => ['report', { supervisorId: id(whom!) }],
  acknowledgeReport: () => ['acknowledgeReport', null],
  instruct: () => ['instruct', { instruction: 'Выехать на место', instructionDay: null }],
  planVisit: visitForm('planVisit'),
  planMeeting: visitForm('planMeeting'),
  recordVisit: (_, { visit }) => ['recordVisit', { visitId: visit, result: 'Осмотрено' }],
  recordMeeting: (_, { visit }) => ['recordMeeting', { visitId: visit, result: 'Решено' }],
  requestDocuments: ({ day }) => [
    'requestDocuments',
    { requestBody: 'Росреестр', requestWhat: 'Выписка', requestBy: day },
  ],
  receiveDocuments: (_, { request }) => ['receiveDocuments', { requestId: request }],
  submitAnswer: ({ whom, day }, { id }) => [
    'submitAnswer',
    {
      answerType: day ? 'postponed' : 'not_resolved',
      answerText: 'Фонарь внесён в план работ на 2027 год.',
      agreeingId: id(whom!),
      ...(day ? { postponedUntil: day } : {}),
    },
  ],
  agreeAnswer: ({ whom }, { id }) => ['agreeAnswer', { approvingId: id(whom!) }],
  rejectAnswer: () => ['rejectAnswer', WHY],
  passAgreement: ({ whom }, { id }) => ['passAgreement', { agreeingId: id(whom!) }],
  passApproval: ({ whom }, { id }) => ['passApproval', { approvingId: id(whom!) }],
  markEntered: () => ['markEntered', null],
  approveAnswer: () => ['approveAnswer', { signedText: 'as_entered' }],
  confirmSent: () => ['confirmSent', {}],
  returnForReexamination: () => [
    'returnForReexamination',
    { reexaminationReason: 'other', reexaminationText: 'Нет по существу' },
  ],
  resume: () => ['resume', null],
  replaceExecutor: ({ whom }, { id }) => [
    'replaceParticipant',
    { participant: 'executor', replacementId: id(whom!), ...WHY },
  ],
  extendTerm: ({ days }) => ['extendTerm', { extensionDays: days, ...WHY, notice: 'Срок продлён.', confirmed: true }],
};
