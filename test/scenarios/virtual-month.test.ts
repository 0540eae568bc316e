import {
  addWorkingDays,
  dayOf,
  isWorkingDay,
  isWorkingTime,
  plusDays,
  weekday,
  type PlainDate,
} from '../../src/regulation/calendar';
import { ARRIVALS, LIVES, SNOOZE } from '../support/month-lives';
import { ABSENCES, chatOf, EVERYBODY, type Who } from '../support/month-people';
import {
  factsOf,
  historyOf,
  morningsOf,
  movesOf,
  nagsOf,
  officeOf,
  peopleOfRole,
  weekendOf,
  type ExpectedNag,
} from '../support/nag-oracle';
import {
  calendar,
  clockAt,
  firstTick,
  HOUR,
  KILLED_IN,
  MINUTE,
  MONTH,
  shown,
  STRETCHES,
  TICK,
  type Instant,
} from '../support/virtual-time';
import { GROUPS, walkMonth, type Month } from '../support/walk-month';

/*
 * The winter holidays of 2026/27 with forty appeals, two restarts, an outage, a wrong clock. People do what month-lives.ts says,
 * nag-oracle.ts reads domain.md's table a second time, and whatever people's phones got is compared with it, both ways.
 */

interface Message {
  readonly key: string;
  /** Null: a group. */
  readonly who: Who | null;
  readonly chatId: number;
  readonly kind: string;
  readonly params: Readonly<Record<string, any>>;
  readonly silent: boolean;
  readonly state: string;
  /** Why it was not sent. */
  readonly reason: string | null;
  /** By the office's clock. */
  readonly told: Instant;
}

const STORIES = LIVES.map((life) => ({ life, chapters: historyOf(life, MONTH.until) }));
/** Everybody's list comes at 8:15; «what falls within 15 minutes … of their morning list» waits for it. By the office's clock. */
const LIST_AT = 8 * HOUR + 15 * MINUTE;
function withTheList(at: Instant): Instant {
  const day = dayOf(new Date(at), calendar);
  const list = Date.parse(`${day}T00:00:00+03:00`) + LIST_AT;
  if (!isWorkingDay(day, calendar) || at < list - 15 * MINUTE || at >= list) return at;
  return clockAt(firstTick(list, MONTH.from)!);
}
const EXPECTED = STORIES.flatMap(({ life, chapters }) => nagsOf(life, chapters)).map((nag) => ({
  ...nag,
  when: withTheList(clockAt(nag.when)),
}));

let month: Month;
let messages: Message[];
let numbers: Map<number, string>;
beforeAll(async () => {
  month = await walkMonth();
  const rows = await month.office.rows<{ chat: string; created: Date } & Message>(
    'select key, chat_id as chat, kind, params, silent, state, reason, created_at as created from outbox_message order by outbox_message.id',
  );
  messages = rows.map(({ chat, created, ...row }) => ({
    ...row,
    chatId: Number(chat),
    who: EVERYBODY.find((who) => String(chatOf(who)) === chat) ?? null,
    told: created.getTime(),
  }));
  numbers = new Map(
    (await month.office.rows<{ id: number; number: string }>('select id, number from appeal')).map(({ id, number }) => [
      id,
      number,
    ]),
  );
}, 900_000);
afterAll(() => month?.office.close());

const numberOf = (id: number): string => numbers.get(id) ?? `appeal ${id}`;
const whoIs = (id: number): Who => month.people.get(id)!;

/** Nothing missing, nothing twice, nothing more. */
function compare(actual: readonly string[], expected: readonly string[]) {
  const [came, wanted] = [new Set(actual), new Set(expected)];
  expect({
    missing: expected.filter((one) => !came.has(one)),
    extra: actual.filter((one) => !wanted.has(one)),
    twice: actual.filter((one, index) => actual.indexOf(one) !== index),
  }).toEqual({ missing: [], extra: [], twice: [] });
  expect(expected.length).toBeGreaterThan(0);
}

// ── Nags ────────────────────────────────────────────────────────────────────

interface ToldNag extends ExpectedNag {
  /** The line that tells it, whichever message shows it. */
  readonly line: string;
  /** Null: it was gathered, and no list has come since. */
  readonly message: Message | null;
  readonly noted: Instant;
  readonly withdrawn: Instant | null;
  /** A curator's alone: it is a line of their next list, whenever it was noted. */
  readonly gathered: boolean;
}
type WithMessage = ToldNag & { readonly message: Message };
const isTold = (nag: ToldNag): nag is WithMessage => nag.message !== null;

/** By itself, or in the morning list. */
const tellsNags = ({ kind }: Message): boolean => kind === 'nags' || kind === 'morning';

/** A list that has come within the last two minutes is drawn anew with what comes then: no second one is sent. */
const takesIn = ({ kind, told }: Message, noted: Instant): boolean =>
  kind === 'morning' && noted > told && noted - told < 2 * MINUTE;

/** What the rows say was told, by the messages that told it first. */
async function toldNags(): Promise<ToldNag[]> {
  const rows = await month.office.rows<{
    number: string;
    reason: string;
    threshold: any;
    term: string | null;
    person: number;
    absent: number | null;
    escalated: boolean;
    gathered: boolean;
    noted: Date;
    withdrawn: Date | null;
    root: string | null;
  }>(
    `select a.number, r.reason, r.threshold, r.term, n.person_id as person, n.absent_id as absent, n.escalated, n.gathered, least(first.at, n.noted_at) as noted,
       n.withdrawn_at as withdrawn, coalesce(first.key, n.message_key) as root
     from nag n join reminder r on r.id = n.reminder_id join appeal a on a.id = r.appeal_id
       -- What was put off has gone over to the message that comes again; by which it was told first stays written.
       left join lateral (select t.message_key as key, t.at from told_nag t where a.number = $1 and t.person_id = n.person_id
         and t.appeal_id = a.id and t.term = coalesce(r.term, r.reason) and t.threshold = r.threshold order by t.at limit 1) first on true
     order by r.due_at, r.id`,
    [SNOOZE.number],
  );
  const tellings = new Map(
    EVERYBODY.map((one) => [one, messages.filter((message) => tellsNags(message) && message.who === one)]),
  );
  const told = rows.map(
    ({ number, reason, threshold, term, person, absent, escalated, gathered, noted, withdrawn, root }): ToldNag => {
      const to = whoIs(person);
      const isOf = ({ key }: Message) => root !== null && (root === key || root.startsWith(`${key}:`));
      const message =
        tellings.get(to)?.find((one) => isOf(one) && (one.told >= noted.getTime() || takesIn(one, noted.getTime()))) ??
        null;
      if (message === null && !gathered)
        throw new Error(`${number} ${reason} ${threshold}: noted for ${to} and told by no message`);
      const visit = reason.startsWith('visit_');
      return {
        number,
        due: null,
        reason: (visit ? 'visit' : reason) as ToldNag['reason'],
        threshold: visit ? reason.slice('visit_'.length) : threshold,
        when: gathered ? withTheList(noted.getTime()) : Math.max(message?.told ?? 0, noted.getTime()),
        to,
        insteadOf: absent === null ? null : whoIs(absent),
        escalated,
        gathered,
        message,
        line: `${number} ${term ?? reason}`,
        noted: noted.getTime(),
        withdrawn: withdrawn?.getTime() ?? null,
      };
    },
  );
  // Thresholds that an outage has brought together are one line, the latest.
  return [
    ...new Map(told.map((nag) => [`${nag.message?.key} ${nag.line} ${nag.message ? '' : nag.to}`, nag])).values(),
  ];
}

/** «Several nags that fall together for one person, within 15 minutes of each other, are one message»: what each showed as it came. */
function linesOf(nags: readonly ToldNag[]): Map<Message, readonly ToldNag[]> {
  const lines = new Map<Message, readonly ToldNag[]>();
  const latest = new Map<Who | null, readonly ToldNag[]>();
  for (const message of messages.filter((one) => tellsNags(one) && !again(one))) {
    const standing = (latest.get(message.who) ?? []).filter(
      ({ withdrawn }) => withdrawn === null || withdrawn > message.told,
    );
    const lately = standing.some(({ noted }) => noted > message.told - 15 * MINUTE);
    const own = nags.filter((nag) => nag.message === message);
    const later = own.filter(({ noted }) => takesIn(message, noted));
    const came = [...(lately ? standing : []), ...own.filter((nag) => !later.includes(nag))];
    const shown = [...new Map(came.map((nag) => [nag.line, nag])).values()];
    lines.set(message, shown);
    latest.set(message.who, [...shown, ...later]);
  }
  return lines;
}

/** Put off by the one who reads it. */
const snoozed = (nag: ExpectedNag): ExpectedNag =>
  nag.number === SNOOZE.number &&
  nag.to === SNOOZE.who &&
  nag.threshold !== 'overdue' &&
  SNOOZE.when < nag.when &&
  nag.when < SNOOZE.again
    ? { ...nag, when: SNOOZE.again }
    : nag;
const again = ({ kind, who, told }: Message) => kind === 'nags' && who === SNOOZE.who && told === SNOOZE.again;
const said = ({ number, reason, threshold, when, to, insteadOf, escalated }: ExpectedNag) =>
  `${number} ${reason} ${threshold} → ${to}${insteadOf ? ` for ${insteadOf}` : ''}${escalated ? ' too' : ''}, ${shown(when)}`;

test('the month has what it is to prove: every row of the table and every threshold, in each kind of trouble', () => {
  const kinds = new Set(EXPECTED.map(({ reason, threshold }) => `${reason} ${threshold}`));
  expect([...kinds].sort()).toEqual([
    'coordination half',
    'coordination most',
    'coordination overdue',
    'delivery fourHours',
    'documents today',
    'duty half',
    'duty hour',
    'duty overdue',
    'entry fourHours',
    'extensionNotice fourHours',
    'extensionNotice overdue',
    'meetingOutcome today',
    'organization oneDay',
    'organization overdue',
    'organization threeDays',
    'organization today',
    'overall oneDay',
    'overall overdue',
    'overall threeDays',
    'overall today',
    'passing fourHours',
    'postponed threeDays',
    'redirect overdue',
    'redirect today',
    'redirect twoDays',
    'stage most',
    'stage overdue',
    'visit evening',
    'visit hour',
    'visitOutcome today',
  ]);
  const at = (when: Instant) => EXPECTED.filter((nag) => nag.when === when).length;
  // After the first restart, after the kill, after the outage, in the lost hour.
  expect(
    [STRETCHES[1]!.from, withTheList(KILLED_IN + TICK), STRETCHES[2]!.from, clockAt(STRETCHES[4]!.from)].map(
      (moment) => at(moment) > 0,
    ),
  ).toEqual([true, true, true, true]);
  const around = (when: Instant) => EXPECTED.filter((nag) => Math.abs(nag.when - when) < HOUR).length;
  expect(around(STRETCHES[2]!.until)).toBeGreaterThan(0);
  expect(EXPECTED.some(({ insteadOf }) => insteadOf !== null)).toBe(true);
  expect([LIVES.length, new Set(LIVES.map(({ kind, days }) => `${kind} ${days}`))]).toEqual([
    40,
    new Set(['message 30', 'message 10', 'message 5', 'message 3', 'appeal59 30']),
  ]);
});

test('every nag of the table came once, to the right person, at its tick, and none without its reason', async () => {
  compare((await toldNags()).map(said), EXPECTED.map(snoozed).map(said));
});

test('it was on the phone within a tick, each appeal named, what fell together in one message', async () => {
  const nags = await toldNags();
  const arrivals = new Map(month.arrivals.map((arrival) => [arrival.key, arrival]));
  const told = messages.filter(tellsNags);
  const linesIn = linesOf(nags);
  const wrong = told.flatMap((message) => {
    const arrival = arrivals.get(message.key);
    if (!arrival) return [`${message.key} did not arrive`];
    const late = arrival.date * 1_000 - message.told;
    if (late < -1_000 || late > TICK + arrival.tookMs) return [`${message.key} arrived after ${late} ms`];
    if (again(message)) return [];
    const lines = linesIn.get(message) ?? [];
    const isList = message.kind === 'morning';
    const unnamed =
      lines.length > (isList ? 8 : 15)
        ? []
        : lines.filter(({ number, gathered }) => !gathered && !arrival.text!.includes(number));
    const counted = isList || lines.length === 1 || arrival.text!.startsWith(`${lines.length} напоминани`);
    return counted && unnamed.length === 0
      ? []
      : [`${message.key} tells of ${lines.map(said).join('; ')}: ${arrival.text}`];
  });
  expect(wrong).toEqual([]);
  const moments = told.map(({ who, told }) => `${who} ${shown(told)}`);
  expect(moments.filter((moment, index) => moments.indexOf(moment) !== index)).toEqual([]);
  expect(nags.length).toBeGreaterThan(moments.length);
  // «within 15 minutes of each other or of their morning list»
  const lists = told.filter(({ kind }) => kind === 'morning');
  const beside = told.filter(
    ({ kind, who, told: at }) =>
      kind === 'nags' && lists.some((list) => list.who === who && Math.abs(list.told - at) < 15 * MINUTE),
  );
  expect(beside.map(({ key }) => key)).toEqual([]);
  expect(nags.some(({ message }) => message?.kind === 'morning')).toBe(true);
  // Some came along with what was told a few minutes later.
  expect([...linesIn].some(([message, lines]) => lines.some((nag) => nag.message !== message))).toBe(true);
});

/** Which fact the end of a term is. */
const kindOf = {
  coordination: 'stage',
  stage: 'stage',
  duty: 'duty',
  overall: 'whole',
  organization: 'whole',
  redirect: 'redirect',
} as Readonly<Record<string, string>>;
/** What was late has been done by then, however late. */
function isOver({ number, reason, noted }: ToldNag, at: Instant): boolean {
  const facts = STORIES.flatMap(({ life, chapters }) => factsOf(life, chapters, MONTH.until));
  const [latest] = facts
    .filter((fact) => fact.number === number && fact.kind === kindOf[reason] && fact.due <= noted)
    .sort((one, other) => other.due - one.due);
  return latest !== undefined && latest.ended !== null && latest.ended <= at;
}

test('what only a curator watches is no message of its own: the next list has it, each that still stood by number', async () => {
  const gathered = (await toldNags()).filter((nag) => nag.gathered);
  expect(gathered.length).toBeGreaterThan(20);
  expect(
    new Set(gathered.map(({ to, threshold, message }) => `${to} ${threshold} ${message?.kind ?? 'morning'}`)),
  ).toEqual(new Set(['curator overdue morning']));
  const arrivals = new Map(month.arrivals.map((arrival) => [arrival.key, arrival]));
  const lists = [...new Set(gathered.filter(isTold).map(({ message }) => message))];
  const missing = lists.flatMap((list) => {
    const late = morningsOf(STORIES, list.told).get('curator')?.escalated ?? [];
    const numbersOfList = gathered.flatMap((nag) =>
      nag.message === list && !isOver(nag, list.told) ? [nag.number] : [],
    );
    return late.filter(
      (number) => numbersOfList.includes(number) && !arrivals.get(list.key)!.text!.includes(`\n№ ${number}: `),
    );
  });
  expect(missing).toEqual([]);
  // The curator has no other message of terms.
  expect(messages.filter(({ kind, who }) => kind === 'nags' && who === 'curator')).toEqual([]);
});

test('a reminder that was put off came again in an hour, with what had come to it meanwhile, and no overdue waited', async () => {
  const [repeated, ...more] = messages.filter((message) => message.kind === 'nags' && again(message));
  expect(more).toEqual([]);
  expect([repeated?.who, repeated?.told]).toEqual([SNOOZE.who, SNOOZE.again]);
  const text = month.arrivals.find(({ key }) => key === repeated?.key)?.text;
  expect(text).toContain('Доложите руководителю до');
  const told = (await toldNags())
    .filter(({ to, number }) => to === SNOOZE.who && number === SNOOZE.number)
    .map(({ reason, threshold, when }) => `${reason} ${threshold} ${shown(when)}`);
  expect(told.slice(0, 6)).toEqual([
    'duty half 12-15 13:30:15',
    'stage most 12-15 16:55:15',
    'overall today 12-16 08:15:00',
    'duty hour 12-16 08:15:00',
    'duty overdue 12-16 09:00:15',
    'stage overdue 12-16 09:00:15',
  ]);
});

// ── Facts ───────────────────────────────────────────────────────────────────

test('every missed term is one fact, with whoever held the appeal at that moment', async () => {
  const expected = STORIES.flatMap(({ life, chapters }) => factsOf(life, chapters, MONTH.until)).map(
    ({ number, kind, stage, due, noted, ended, holders }) =>
      `${number} ${kind} in ${stage}, ${shown(due)}, held by ${[...holders].sort().join(', ')}, noted ${shown(noted)}, ended ${ended === null ? 'not yet' : shown(ended)}`,
  );
  const rows = await month.office.rows<{
    number: string;
    kind: string;
    stage: string;
    due: Date;
    holders: number[];
    organization: string | null;
    noted: Date;
    ended: Date | null;
  }>(
    'select a.number, o.kind, o.stage, o.due_at as due, o.holder_ids as holders, n.name as organization, o.noted_at as noted, o.ended_at as ended from overdue o join appeal a on a.id = o.appeal_id left join organization n on n.id = o.organization_id',
  );
  compare(
    rows.map(
      ({ number, kind, stage, due, holders, organization, noted, ended }) =>
        `${number} ${kind} in ${stage}, ${shown(due.getTime())}, held by ${organization === null ? holders.map(whoIs).sort().join(', ') : 'the organization'}, noted ${shown(noted.getTime())}, ended ${ended === null ? 'not yet' : shown(ended.getTime())}`,
    ),
    expected,
  );
});

test('the journal has every missed term, and to whom each was told, also by escalation', async () => {
  const rows = await month.office.rows<{ number: string; at: Date; action: string; details: any }>(
    `select a.number, j.at, j.action, j.told as details from journal_entry j join appeal a on a.id = j.appeal_id where j.action in ('missTerm', 'tellOverdue')`,
  );
  compare(
    rows
      .filter(({ action }) => action === 'missTerm')
      .map(({ number, details }) => `${number} ${details.kind} ${shown(Date.parse(details.dueAt))}`),
    STORIES.flatMap(({ life, chapters }) => factsOf(life, chapters, MONTH.until)).map(
      ({ number, kind, due }) => `${number} ${kind} ${shown(due)}`,
    ),
  );
  // The end of the seven days is told also where nobody has asked for a redirect: that misses nothing.
  const asked = STORIES.flatMap(({ life, chapters }) => factsOf(life, chapters, MONTH.until)).filter(
    ({ kind }) => kind === 'redirect',
  );
  const missed = ({ reason, number, when }: ExpectedNag) =>
    reason !== 'redirect' || asked.some((fact) => fact.number === number && fact.noted <= when);
  // Nor is the notice of an extension a term of its own: «coordinators and curators hear, no fact».
  const overdue = EXPECTED.filter(
    (nag) => nag.threshold === 'overdue' && nag.reason !== 'extensionNotice' && missed(nag),
  );
  const endOf = ({ number, reason, due }: ExpectedNag) => `${number} ${kindOf[reason]} ${shown(due!)}`;
  const people = (nags: readonly ExpectedNag[]) =>
    nags
      .map(({ to, escalated }) => `${to}${escalated ? ' too' : ''}`)
      .sort()
      .join(', ');
  compare(
    rows
      .filter(({ action }) => action === 'tellOverdue')
      .map(
        ({ number, details }) =>
          `${number} ${details.kind} ${shown(Date.parse(details.dueAt))} → ${details.toIds
            .map((id: number) => `${whoIs(id)}${details.escalatedToIds.includes(id) ? ' too' : ''}`)
            .sort()
            .join(', ')}`,
      ),
    [...new Set(overdue.map(endOf))].map((end) => `${end} → ${people(overdue.filter((nag) => endOf(nag) === end))}`),
  );
});

// ── At once ─────────────────────────────────────────────────────────────────

/** «Where a deputy is rung, the absent person is not.» */
const isStoodInFor = (who: Who, at: Instant): boolean => {
  const day = dayOf(new Date(at), calendar);
  return ABSENCES.some((it) => it.who === who && it.deputy !== null && it.from <= day && day <= it.until);
};

test('whose move it became heard of it at once, at any hour, without a sound outside working time or in an absence', () => {
  const expected = STORIES.flatMap(({ life, chapters }) => movesOf(life, chapters)).map(
    ({ number, when, to, isQuiet }) => {
      const at = clockAt(when);
      const sounds = isWorkingTime(new Date(at), calendar) && !isStoodInFor(to, at) && !isQuiet;
      return `${number} → ${to}, ${shown(at)}${sounds ? '' : ', silently'}`;
    },
  );
  const cards = messages.filter(
    ({ kind, params }) =>
      kind === 'card' && params.subject === 'appeal' && params.notice !== null && params.notice !== 'registered',
  );
  compare(
    cards.map(
      ({ params, who, told, silent }) => `${numberOf(params.id)} → ${who}, ${shown(told)}${silent ? ', silently' : ''}`,
    ),
    expected,
  );
});

test('all coordinators heard of every new appeal at once; of the array of 21 in one message', () => {
  const heard = messages.filter(({ kind, params }) => kind === 'batch' || params.notice === 'registered');
  const expected = ARRIVALS.flatMap(({ when, lives }) =>
    peopleOfRole('coordinator').map(
      (who) => `${lives.length > 20 ? lives.length : lives[0]!.number} → ${who}, ${shown(clockAt(when))}`,
    ),
  );
  compare(
    heard.map(
      ({ kind, params, who, told }) =>
        `${kind === 'batch' ? params.count : numberOf(params.id)} → ${who}, ${shown(told)}`,
    ),
    expected,
  );
});

test('nothing was left unsaid: every message was sent, or had nothing to say any more', () => {
  expect(messages.filter(({ state }) => !['sent', 'skipped', 'gathered'].includes(state))).toEqual([]);
  const skipped = messages.filter(
    ({ state, kind, reason }) => state === 'skipped' && kind !== 'redraw' && !reason?.startsWith('told in '),
  );
  expect(skipped.map(({ key, told, reason }) => `${key} of ${shown(told)}: ${reason}`)).toEqual([]);
});

// ── Lists and digests ───────────────────────────────────────────────────────

const WORKING_DAYS: PlainDate[] = [];
for (
  let day = dayOf(new Date(MONTH.from), calendar);
  day <= dayOf(new Date(MONTH.until), calendar);
  day = plusDays(day, 1)
)
  if (isWorkingDay(day, calendar)) WORKING_DAYS.push(day);
const clock = (day: PlainDate, hours: number, minutes: number): Instant =>
  Date.parse(`${day}T00:00:00+03:00`) + hours * HOUR + minutes * MINUTE;

/** True times of the ticks that run a slot, on working days; none where the slot was over when the bot was up again. */
function slots(
  hours: number,
  minutes: number,
  until: number,
  days = WORKING_DAYS,
): { day: PlainDate; when: Instant }[] {
  return days.flatMap((day) => {
    const when = firstTick(clock(day, hours, minutes), MONTH.from);
    return when !== null && clockAt(when) < clock(day, until, 0) ? [{ day, when }] : [];
  });
}

test('everybody with something due or overdue got one morning list each working day, late only until noon', async () => {
  const gathered = (await toldNags()).filter((nag) => nag.gathered).filter(isTold);
  // What has become late since the last list stands above those of before.
  const isNew = (who: Who, at: Instant) => (number: string) =>
    gathered.some((nag) => nag.to === who && nag.number === number && nag.message.told === at && !isOver(nag, at));
  const expected = slots(8, 15, 12).flatMap(({ when }) =>
    [...morningsOf(STORIES, when)].map(
      ([who, { own, escalated }]) =>
        `${shown(clockAt(when))} ${who}: ${[...own]
          .sort()
          .slice(0, own.size > 20 ? 0 : 20)
          .map(([number, reasons]) => `${number} ${[...reasons].sort().join(' ')}`)
          .join(
            ', ',
          )} (${own.size}), of others ${escalated.filter((number) => !isNew(who, clockAt(when))(number)).length}`,
    ),
  );
  const lists = messages.filter(({ kind }) => kind === 'morning');
  // What came some minutes later has brought it along once more.
  const first = lists.filter(({ key }) => !key.includes(':with:'));
  // Whoever has nothing due or overdue gets a list all the same for what came to them silently since the closing.
  const isOfNews = ({ params }: Message) => params.lines.length + params.more + params.escalated.count === 0;
  const isOfGathered = (list: Message) => gathered.some(({ message }) => message === list);
  for (const { who, told, params } of first.filter((list) => isOfNews(list) && !isOfGathered(list))) {
    expect(params.cameCount).toBeGreaterThan(0);
    const since = told - 7 * 24 * HOUR;
    const came = messages.filter((one) => one.who === who && one.silent && one.told > since && one.told <= told);
    expect(came).not.toEqual([]);
  }
  compare(
    first
      .filter((list) => !isOfNews(list) || isOfGathered(list))
      .map(({ told, who, params: { lines, more, escalated } }) => {
        const own = (lines as { number: string; terms: { reason: string; overdue: boolean }[] }[])
          .map(
            ({ number, terms }) =>
              `${number} ${terms
                .map(({ reason, overdue }) => `${reason}${overdue ? '!' : ''}`)
                .sort()
                .join(' ')}`,
          )
          .sort();
        return `${shown(told)} ${who}: ${more > 0 ? '' : own.join(', ')} (${own.length + more}), of others ${escalated.count}`;
      }),
    expected,
  );
  // «A part with sound makes a joined message sound»: what came without one, and what is one's own and new; nothing else does.
  const own = (await toldNags()).filter(({ escalated, to, when }) => !escalated && !isStoodInFor(to, when));
  const isOwn = (list: Message) => own.some(({ message }) => message === list);
  expect(lists.filter((list) => !list.silent && list.params.cameCount === 0 && !isOwn(list))).toEqual([]);
  expect(lists.filter((list) => list.silent && isOwn(list))).toEqual([]);
});

test('before the holidays everybody got what ends in them, once', () => {
  const days = WORKING_DAYS.filter(
    (day) => !isWorkingDay(plusDays(day, 3), calendar) && addWorkingDays(day, 1, calendar) > plusDays(day, 3),
  );
  expect(days).toEqual(['2026-12-30']);
  const expected = slots(14, 0, 17, days).flatMap(({ when }) =>
    [...weekendOf(STORIES, when)].map(
      ([who, appeals]) => `${shown(clockAt(when))} ${who}: ${[...appeals].sort().join(', ')}`,
    ),
  );
  compare(
    messages
      .filter(({ kind }) => kind === 'weekend')
      .map(
        ({ told, who, params: { lines } }) =>
          `${shown(told)} ${who}: ${lines
            .map(({ number }: { number: string }) => number)
            .sort()
            .join(', ')}`,
      ),
    expected,
  );
});

test('each group got its digest at its hour of working days, once, with the numbers of that moment, late only until noon', () => {
  const expected = GROUPS.flatMap(({ chatId, digestAt }) =>
    slots(0, digestAt ?? 8 * 60 + 30, 12).map(({ when }) => {
      const { open, today, overdue } = officeOf(STORIES, when);
      return `${shown(clockAt(when))} ${chatId}: ${open} open, ${today} due today, ${overdue} overdue`;
    }),
  );
  const digests = messages.filter(({ kind }) => kind === 'groupDigest');
  compare(
    digests.map(
      ({ told, chatId, params: { digest } }) =>
        `${shown(told)} ${chatId}: ${digest.stages.open.count} open, ${digest.due.today} due today, ${digest.overdue.all.count} overdue`,
    ),
    expected,
  );
  // The outage swallowed an hour of the second group, and ended after noon.
  expect(digests.filter(({ chatId, told }) => chatId === GROUPS[1]!.chatId && shown(told).startsWith('12-22'))).toEqual(
    [],
  );
});

test('curators got the weekly report on each first working day of a week', () => {
  const days = WORKING_DAYS.filter((day) => weekday(day) === 1);
  const expected = slots(9, 0, 17, days).flatMap(({ when }) =>
    peopleOfRole('curator').map((who) => `${shown(clockAt(when))} weekly → ${who}`),
  );
  compare(
    messages
      .filter(({ kind }) => kind.startsWith('weekly'))
      .map(({ told, kind, who }) => `${shown(told)} ${kind} → ${who}`),
    expected,
  );
});

test('lists, digests and reports really came, each within a tick', () => {
  const arrivals = new Map(month.arrivals.map((arrival) => [arrival.key, arrival]));
  const told = messages.filter(({ kind }) => ['morning', 'weekend', 'groupDigest', 'weekly'].includes(kind));
  expect(
    told
      .filter(({ key, told }) => {
        const { date, tookMs } = arrivals.get(key) ?? { date: 0, tookMs: 0 };
        return Math.abs(date * 1_000 - told) > TICK + tookMs;
      })
      .map(({ key }) => key),
  ).toEqual([]);
});
