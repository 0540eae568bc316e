import { groupDigestScreen } from '../../../../bots/conversation/digests/group-digest';
import { weeklyScreen, weeklySheets } from '../../../../bots/conversation/digests/weekly';
import { listScreen } from '../../../../bots/conversation/lists/list';
import { periodScreen } from '../../../../bots/conversation/statistics/report';
import { wordsOf } from '../../../../src/i18n';
import { isWorkingDay, plusDays, weekday, type PlainDate } from '../../../../src/regulation/calendar';
import type { Stage } from '../../../../src/regulation/vocabulary';
import { sendGroupDigest } from '../../../../src/usecases/digests/group-digest';
import { tellMornings } from '../../../../src/usecases/digests/my-morning';
import { readWeeklyDetails, tellWeek } from '../../../../src/usecases/digests/weekly-report';
import { addGroup } from '../../../../src/usecases/digests/groups';
import { registerAppeals } from '../../../../src/usecases/intake/register-appeals';
import { paramsOf, type GroupDigest, type MorningList, type WeeklyReport } from '../../../../src/usecases/kit/messages';
import { runDueReminders } from '../../../../src/jobs/tick';
import { noteLapses } from '../../../../src/usecases/terms/lapses';
import { readNags, type TermNag } from '../../../../src/usecases/terms/nags';
import { addAbsence } from '../../../../src/usecases/absences/absences';
import { officialById } from '../../../../src/usecases/kit/officials';
import { circumstances, today } from '../../../../src/usecases/kit/ports';
import { countLists, readList, readWork, type AppealLine } from '../../../../src/usecases/lists/lists';
import { readPeriod } from '../../../../src/usecases/statistics/period';
import { unitAround } from '../../../../src/usecases/statistics/figures';
import { randomOf } from '../../../support/random';
import { countAll } from '../statistics/counting';
import { day, msk, openOffice, type PersonName, type WorkingOffice } from '../working-office';

// domain.md, Terms, Overdue: what is late, whose, what is left out and why is one thing wherever an office reads of it. A district
// that works by chance for six weeks, half of them by shares that nobody has confirmed, and on Mondays and some mornings between all that is drawn of it.

const FIRST = day('2026-10-12');
const LAST = day('2026-11-24');
const CONFIRMED = day('2026-11-02');
const LEFT_OUT = 'доли не утверждены';
const NOTHING = 'Просроченных нет';
const SEEDS = process.env.RANDOM_SEED ? [Number(process.env.RANDOM_SEED)] : [1, 2];

const EXECUTORS = ['executor', 'executor2', 'roadworker'] as const;
const AGREEING = ['agreeing', 'agreeing2'] as const;
const APPROVING = ['approving', 'approving2'] as const;

let office: WorkingOffice;
let random: () => number;
let groupId: number;
beforeEach(async () => {
  office = await openOffice();
  await office.rows(`delete from setting where key = 'stage_shares'`);
  office.setTime(msk(`${FIRST} 07:00`));
  const admin = (await officialById(office.desk, office.people.admin))!;
  const group = await addGroup(office.desk, admin, {
    messenger: 'telegram',
    chatId: '-100',
    threadId: null,
    title: 'Исполком',
  });
  if (!group.ok) throw new Error(group.refusal);
  groupId = group.id;
});
afterEach(() => office.fresh.drop());

const chance = (share: number) => random() < share;
const oneOf = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;

async function to(time: string): Promise<void> {
  office.setTime(msk(time));
  await noteLapses(office.desk, (_, error) => {
    throw error;
  });
}

// ── Six weeks by chance ─────────────────────────────────────────────────────

let registered = 0;
async function register(on: PlainDate): Promise<void> {
  registered += 1;
  // Of some the whole is over before the bot has them.
  const daysAgo = chance(0.4) ? Math.floor(random() * 40) : 0;
  const kind = chance(0.4) ? 'appeal59' : 'message';
  const registeredAt = msk(`${plusDays(on, -daysAgo)} 09:00`);
  await registerAppeals(
    office.desk,
    [{ number: `R-${registered}`, kind, registeredAt, ...(chance(0.5) && { category: 'Дороги' }) }],
    'sample',
  );
}

interface Standing {
  id: number;
  stage: Stage;
  executorId: number | null;
  agreeingId: number | null;
  approvingId: number | null;
}
/** Whoever may try; what is refused is nobody's matter here. */
async function move({ id, stage, ...places }: Standing): Promise<void> {
  const { act, people, organizations } = office;
  const holder = (personId: number | null): PersonName => office.nameOf(personId) ?? 'executor';
  switch (stage) {
    case 'coordination':
      if (chance(0.15))
        await act('coordinator', 'redirect', id, {
          organizationId: organizations.highways,
          redirectReason: 'Дорога региональная',
          redirectNotice: 'Ваше обращение передано по принадлежности',
          agreeingId: people[oneOf(AGREEING)],
        });
      else if (chance(0.15)) await act('coordinator', 'passToSubordinate', id, { organizationId: organizations.water });
      else await act('coordinator', 'assign', id, { executorId: people[oneOf(EXECUTORS)] });
      return;
    case 'assigned':
      if (chance(0.7)) await act(holder(places.executorId), 'report', id, { supervisorId: people.agreeing });
      await act(holder(places.executorId), 'takeIntoWork', id);
      return;
    case 'in_progress':
      await act(holder(places.executorId), 'submitAnswer', id, {
        answerType: 'resolved',
        answerText: 'Яма заделана 24.11',
        withoutPhoto: 'не нужно',
        agreeingId: people[oneOf(AGREEING)],
      });
      return;
    case 'answer_agreement':
      await act(holder(places.agreeingId), 'agreeAnswer', id, { approvingId: people[oneOf(APPROVING)] });
      return;
    case 'answer_approval':
      await act('coordinator', 'markEntered', id);
      if (chance(0.6))
        await act(holder(places.approvingId), 'approveAnswer', id, {
          signedText: 'as_entered',
          signature: 'qualified',
        });
      return;
    case 'redirect_agreement':
      await act(holder(places.agreeingId), 'agreeRedirect', id, { approvingId: people[oneOf(APPROVING)] });
      return;
    case 'redirect_approval':
      await act(holder(places.approvingId), 'approveRedirect', id);
      return;
    default:
  }
}

async function join(): Promise<void> {
  const rows = await office.rows<{ id: number }>(
    `select id from appeal where stage in ('coordination', 'assigned', 'in_progress') order by id desc limit 2`,
  );
  const [second, first] = rows;
  if (first && second) await office.act('coordinator', 'join', second.id, { joinIds: [first.id], confirmed: true });
}
async function goAway(on: PlainDate): Promise<void> {
  const admin = (await officialById(office.desk, office.people.admin))!;
  const who = oneOf([...EXECUTORS, ...AGREEING, ...APPROVING]);
  const days = { fromDay: plusDays(on, 1), untilDay: plusDays(on, 3 + Math.floor(random() * 6)) };
  const deputies = who === 'executor' && chance(0.5) ? { executor: office.people.deputy } : {};
  await addAbsence(office.desk, admin, { personId: office.people[who], ...days, deputies });
}

async function work(on: PlainDate): Promise<void> {
  await to(`${on} 11:00`);
  for (let count = Math.floor(random() * 3); count > 0; count -= 1) await register(on);
  if (chance(0.2)) await join();
  if (chance(0.25)) await goAway(on);
  for (const at of ['11:30', '15:00']) {
    await to(`${on} ${at}`);
    const open = await office.rows<Standing>(
      `select a.id, a.stage, a.executor_id as "executorId", a.agreeing_id as "agreeingId", a.approving_id as "approvingId"
       from appeal a join open_work w on w.appeal_id = a.id order by a.id`,
    );
    for (const one of open) if (chance(0.06)) await move(one);
  }
}

// ── What an office reads ────────────────────────────────────────────────────

const reading = () => ({ ...circumstances(office.desk), words: wordsOf('ru'), longest: 4_096 });

async function listOf(who: PersonName, list: 'overdue' | 'soon' = 'overdue') {
  const actor = await office.actor(who);
  const first = await readList(office.desk, actor, list, 0);
  const lines: AppealLine[] = [];
  for (let page = 0; page < first!.pages; page += 1)
    lines.push(...(await readList(office.desk, actor, list, page))!.lines);
  return { ...first!, lines, text: listScreen(first!, reading()).text };
}
async function inMenu(who: PersonName): Promise<number | undefined> {
  return (await countLists(office.desk, await office.actor(who))).get('overdue');
}

interface Told {
  digest: GroupDigest;
  weekly: WeeklyReport;
  mornings: Map<PersonName, MorningList>;
}
async function tell(on: PlainDate): Promise<Told> {
  const { database } = office.fresh;
  await office.rows('delete from outbox_message');
  await to(`${on} 08:15`);
  await runDueReminders(office.desk);
  await database.transaction((tx) => tellMornings(tx, office.desk, msk(`${on} 12:00`)));
  await database.transaction((tx) => sendGroupDigest(tx, office.desk, groupId, msk(`${on} 08:30`)));
  await countAll(office);
  await database.transaction((tx) => tellWeek(tx, office.desk, msk(`${on} 17:00`)));
  const sent = await office.rows<{ kind: string; params: Record<string, unknown> }>(
    `select kind, params from outbox_message where kind in ('groupDigest', 'weekly', 'morning') order by id`,
  );
  const told: Partial<Told> & Pick<Told, 'mornings'> = { mornings: new Map() };
  for (const { kind, params } of sent) {
    if (kind === 'groupDigest') told.digest ??= paramsOf('groupDigest', params).digest;
    else if (kind === 'weekly') told.weekly = paramsOf('weekly', params);
    else told.mornings.set(office.nameOf(Number(params.personId))!, paramsOf('morning', params));
  }
  return told as Told;
}

/** What each was reminded of this morning, as their messages show it now. */
async function nagsOf(who: PersonName, on: PlainDate): Promise<TermNag[]> {
  const roots = await office.rows<{ root: string }>(
    `select distinct coalesce(joined_key, message_key) as root from nag
     where person_id = $1 and noted_at >= $2 and message_key is not null and withdrawn_at is null`,
    [office.people[who], msk(`${on} 00:00`)],
  );
  const lines: TermNag[] = [];
  for (const { root } of roots)
    for (const line of await readNags(office.fresh.database, circumstances(office.desk), office.people[who], root))
      if (line.kind === 'term') lines.push(line);
  return lines;
}

const OF_LISTS = ['overall', 'organization', 'stage', 'coordination'];
let compared = 0;
/** A reminder says of an appeal what the list, the digest and the facts say of it. */
async function compareNags(on: PlainDate, { due }: GroupDigest, anybodys: ReadonlySet<string>) {
  const soon = new Set((await listOf('curator', 'soon')).lines.map(({ number }) => number));
  // Whoever is away with nobody in their place hears of it, and it is nobody's: lists leave it out, and say so.
  const unnamed = await office.rows<{ number: string }>(
    `select a.number from overdue o join appeal a on a.id = o.appeal_id where o.unnamed = 'absent' and o.ended_at is null`,
  );
  for (const who of [...EXECUTORS, ...AGREEING, ...APPROVING, 'coordinator', 'curator'] as const) {
    const late = new Set([
      ...(await listOf(who)).lines.map(({ number }) => number),
      ...unnamed.map((one) => one.number),
    ]);
    for (const { number, reason, threshold, overdue, escalated, holder } of await nagsOf(who, on)) {
      if (!OF_LISTS.includes(reason)) continue;
      compared += 1;
      const about = { on, who, number, reason, threshold };
      if (overdue && !escalated) expect({ ...about, late: late.has(number) }).toEqual({ ...about, late: true });
      if (overdue && holder !== null)
        expect({ ...about, named: anybodys.has(number) }).toEqual({ ...about, named: true });
      if (overdue || threshold !== 'today') continue;
      // «Сегодня последний рабочий день»: of an end on a day off, too.
      expect({ ...about, soon: soon.has(number), inDigest: due!.today + due!.next.count > 0 }).toEqual({
        ...about,
        soon: true,
        inDigest: true,
      });
    }
  }
}

async function report() {
  const read = await readPeriod(office.desk, await office.actor('curator'), unitAround('month', today(office.desk)));
  if (typeof read === 'string') throw new Error(read);
  return read;
}

const sum = (counts: readonly number[]) => counts.reduce((total, one) => total + one, 0);
const work_ = async (by: 'stage' | 'executor') =>
  sum((await readWork(office.desk, await office.actor('curator'), by))!.map(({ overdue }) => overdue));

/** By whom, as a list's lines have it and as the digest has it. */
const ofLine = ({ unnamed, organization, holder }: AppealLine) =>
  unnamed ?? (organization ? `организация ${holder}` : (holder ?? 'координаторы'));
const ofDigest = ({ unnamed, organization, name }: NonNullable<GroupDigest['overdue']>['people'][number]) =>
  unnamed ?? (organization ? `организация ${name}` : (name ?? 'координаторы'));
function tallied(entries: readonly (readonly [string, number])[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [name, count] of [...entries].sort(([one], [other]) => one.localeCompare(other)))
    counts[name] = (counts[name] ?? 0) + count;
  return counts;
}

async function somebodys(kinds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await office.rows<{ number: string }>(
    `select a.number from overdue o join appeal a on a.id = o.appeal_id where o.kind = any($1::text[])
       and o.ended_at is null and o.answered_at is null and o.holder is not null and o.unnamed is null`,
    [kinds],
  );
  return new Set(rows.map(({ number }) => number));
}

async function compare(on: PlainDate, { digest, weekly, mornings }: Told, lastWeek: number | undefined) {
  const control = await listOf('curator');
  const late = digest.overdue!;
  const month = await report();
  const sheets = weeklySheets(weekly, await readWeeklyDetails(office.desk, weekly), reading());
  const count = late.all.count;
  expect({
    on,
    list: control.count,
    lines: control.lines.length,
    menu: await inMenu('curator'),
    stages: await work_('stage'),
    executors: await work_('executor'),
    holders: sum(late.people.map((one) => one.count)),
    report: month.overdueNow,
    weekly: weekly.numbers.running.count,
    sheet: sheets[2]!.rows.filter((row) => row.at(-1) !== null).length,
  }).toEqual({
    on,
    ...{ list: count, lines: count, menu: count, stages: count, executors: count, holders: count },
    ...{ report: count, weekly: count, sheet: count },
  });
  expect(tallied(control.lines.map((line) => [ofLine(line), 1]))).toEqual(
    tallied(late.people.map((one) => [ofDigest(one), one.count])),
  );

  // What is left out, and why.
  expect(control.leftOut).toEqual(late.leftOut);
  expect(weekly.leftOut).toEqual(late.leftOut);
  expect(month.leftOut).toEqual(late.leftOut);
  const texts = [
    groupDigestScreen(digest, reading()).text,
    control.text,
    weeklyScreen(weekly, reading())!.text,
    periodScreen(month, reading()).text,
  ];
  const assumed = late.leftOut.some(({ why }) => why === 'assumed');
  expect(texts.map((text) => text.includes(LEFT_OUT))).toEqual(texts.map(() => assumed));
  if (late.leftOut.length > 0) expect(texts.filter((text) => text.includes(NOTHING))).toEqual([]);

  // One's own: what is theirs is late in their own eyes, by assumed shares too, and the same in list, menu and morning.
  for (const who of [...EXECUTORS, ...AGREEING, ...APPROVING]) {
    const own = await listOf(who);
    const morning = mornings.get(who)?.overdue.count ?? 0;
    expect([on, who, own.count, own.lines.length, await inMenu(who)]).toEqual([on, who, morning, morning, morning]);
  }
  // What is escalated names nobody for what is nobody's.
  const named = await somebodys(['whole', 'stage']);
  const anybodys = await somebodys(['whole', 'stage', 'duty', 'redirect']);
  const theirs = late.people.filter(({ unnamed }) => unnamed === null);
  expect([on, sum(theirs.map(({ count }) => count))]).toEqual([
    on,
    control.lines.filter(({ number }) => named.has(number)).length,
  ]);
  for (const who of ['coordinator', 'curator'] as const)
    for (const { name, appeals } of mornings.get(who)?.holders ?? [])
      if (name !== null)
        expect([on, who, name, appeals.filter(({ number }) => !anybodys.has(number))]).toEqual([on, who, name, []]);
  await compareNags(on, digest, anybodys);
  // The week before had what was told of it then.
  const { count: running, change } = weekly.numbers.running;
  if (lastWeek !== undefined && change !== null) expect([on, running - change]).toEqual([on, lastWeek]);
}

test.each(SEEDS)(
  'six weeks of a district by chance, %s: digest, lists, mornings, report and menu agree',
  async (seed) => {
    random = randomOf(seed);
    const { calendar } = circumstances(office.desk);
    const mondays = new Map<PlainDate, number>();
    let mornings = 0;
    for (let on = FIRST; on <= LAST; on = plusDays(on, 1)) {
      if (on === CONFIRMED)
        await office.rows(`insert into setting (key, value) values ('stage_shares', $1)`, [
          JSON.stringify(office.desk.office.shares),
        ]);
      if (!isWorkingDay(on, calendar)) continue;
      mornings += 1;
      if (weekday(on) === 1 || mornings % 6 === 0) {
        const told = await tell(on);
        await compare(on, told, weekday(on) === 1 ? mondays.get(plusDays(on, -7)) : undefined);
        if (weekday(on) === 1) mondays.set(on, told.weekly.numbers.running.count);
      }
      await work(on);
    }
    expect([...mondays.values()].at(-1)).toBeGreaterThan(0);
    expect(compared).toBeGreaterThan(20);
  },
);
