import { Engagement, EngagementPaper, EngagementTask } from '../../../entities/engagement';
import { LineQuestion } from '../../../entities/lines';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Transaction } from '../../database/database';
import { dayOf, lastWorkingDayOnOrBefore, plusDays, toPlainDate, type PlainDate } from '../../regulation/calendar';
import {
  canDecide,
  hearersOfDuty,
  maySign,
  officialsAmong,
  type DutyHearer,
  type DutyKind,
} from '../../regulation/engagement/duties';
import { waitsForId } from '../../regulation/engagement/facts';
import { isNewlyLate, nagOfDay, type GivenNag, type Morning } from '../../regulation/engagement/given-days';
import { worksOnQuestions } from '../../regulation/engagement/line-questions';
import { engagementNags } from '../../regulation/engagement/moments';
import { isPaperDue, rowOfPaper } from '../../regulation/engagement/papers';
import { ENGAGEMENT_STAGES } from '../../regulation/engagement/vocabulary';
import type { Circumstances } from '../../regulation/facts';
import type { Colleague } from '../../regulation/recipients';
import { loadEngagement } from '../engagement/engagement-store';
import type { DutyLine } from '../kit/engagement-params';
import { shortName } from '../kit/officials';
import { subjectOf } from './personal-digests';

/** Sent later, a message had the reminders beside the list alone: its morning was over. SQL. */
const tells = (message: string) =>
  `${message}.state = 'sent' and ${message}.finished_at < (${message}.params ->> 'until')::timestamptz`;
/**
 * Of a list `d`, SQL. A list's key is `listKey`'s; told once more with what came a little later, it has another. A day of which there is no
 * message had nothing to tell.
 */
const TOLD = `coalesce((select ${tells('m')} or exists (
    select from outbox_message n where n.id > m.id and n.created_at < m.created_at + interval '1 hour' and n.kind = 'morning'
      and n.messenger = m.messenger and n.chat_id = m.chat_id and starts_with(n.key, m.key || ':with:') and ${tells('n')})
  from outbox_message m where m.key = 'morning:' || d.day || ':' || d.subject and not m.mergeable), true)`;
// However long an outage was: the bot may have stood still for weeks, and so may a messenger. From the latest on, so that of those who hear
// each morning one row is read.
const selectFormer = statement(
  'former-mornings',
  `select s.subject, told.day::text as told, first.day::text as swallowed
   from unnest($2::text[]) as s(subject)
   left join lateral (
     select d.day from digest d where d.subject = s.subject and d.day < $1::date and ${TOLD} order by d.day desc limit 1) told on true
   left join lateral (
     select d.day from digest d where d.subject = s.subject and d.day < $1::date order by d.day limit 1) first on told.day is null`,
);
interface Row {
  readonly subject: string;
  readonly told: string | null;
  readonly swallowed: string | null;
}

/**
 * Of which day the last list was that each of them was sent before today's. A list that waited in an outage until its morning was over told
 * nobody anything, though it was made.
 */
export async function formerMornings(
  tx: Transaction,
  { now, calendar }: Circumstances,
  personIds: Iterable<number>,
): Promise<(personId: number) => PlainDate> {
  const day = dayOf(now, calendar);
  const before = (one: PlainDate) => lastWorkingDayOnOrBefore(plusDays(one, -1), calendar);
  const rows = await tx.query<Row>(selectFormer, [day, [...personIds].map(subjectOf)]);
  const former = new Map(
    rows.map(({ subject, told, swallowed }) => [
      subject,
      // Where nothing was told since, what the first of the swallowed had to tell is told.
      told === null ? before(swallowed === null ? day : toPlainDate(swallowed)) : toPlainDate(told),
    ]),
  );
  return (personId) => former.get(subjectOf(personId)) ?? before(day);
}

/** What ОГ makes and has given, as a person's morning list has it: what is theirs, and of ОГ once what others are late with. */
type DutiesOf = (personId: number) => readonly DutyLine[];

/** Of whom each line is told, and what it is on the morning of a person's own: lists come at different hours, and some were missed. */
interface Told {
  readonly hearers: readonly DutyHearer[];
  readonly lineOn: (morning: Morning, absent: string | null) => readonly DutyLine[];
}

const TITLE = `v.content ->> 'title' as title`;
const WITH_ENGAGEMENT = `join engagement e on e.id = o.engagement_id join engagement_version v on v.engagement_id = e.id and v.number = e.number`;
const selectEngagements = statement(
  'engagements-of-morning',
  `select e.id, e.stage_at as "stageAt", v.written_at as "writtenAt" from engagement e
   join engagement_version v on v.engagement_id = e.id and v.number = e.number
   where e.stage not in ('draft', 'finished', 'removed') or e.placed_number < e.number or e.stage = 'removed' and e.address is not null
   order by e.id`,
);
const OF_QUESTION = columns(LineQuestion, ['id', 'number', 'engagementId', 'givenToId', 'dueOn'], 'o');
const selectQuestions = statement(
  'questions-of-morning',
  `select ${OF_QUESTION}, ${TITLE} from line_question o ${WITH_ENGAGEMENT}
   where o.state = 'given' and e.stage = any($1::text[]) order by o.due_on, o.id`,
);
const OF_TASK = columns(EngagementTask, ['id', 'text', 'engagementId', 'givenToId', 'dueOn'], 'o');
const selectTasks = statement(
  'tasks-of-morning',
  `select ${OF_TASK}, ${TITLE} from engagement_task o ${WITH_ENGAGEMENT} where o.state = 'given' order by o.due_on, o.id`,
);
const OF_PAPER = columns(EngagementPaper, ['id', 'what', 'state', 'signerId', 'sentById', 'issuedAt'], 'o');
const selectPapers = statement(
  'papers-of-morning',
  `select ${OF_PAPER}, ${columns(Engagement, ['stage', 'stageAt'], 'e')}, ${TITLE} from engagement_paper o ${WITH_ENGAGEMENT}
   where o.state = 'waiting' and e.stage = any($1::text[]) order by o.id`,
);

type QuestionRow = RowOf<typeof OF_QUESTION> & { readonly title: string };
type TaskRow = RowOf<typeof OF_TASK> & { readonly title: string };
type PaperRow = RowOf<typeof OF_PAPER> & Pick<Engagement, 'stage' | 'stageAt'> & { readonly title: string };

/** Everything that is said of it this morning, by person. */
export async function dutiesOfMorning(
  tx: Transaction,
  around: Circumstances,
  colleagues: readonly Colleague[],
): Promise<DutiesOf> {
  const { now, calendar } = around;
  const day = dayOf(now, calendar);
  const told = [
    ...(await papers(tx, around, colleagues)),
    ...(await questions(tx, around, colleagues)),
    ...(await tasks(tx, around, colleagues)),
    ...(await engagements(tx, around, colleagues)),
  ];
  if (told.length === 0) return () => [];
  const names = await namesOfAway(tx, told);
  const people = new Set(told.flatMap(({ hearers }) => hearers.map(({ personId }) => personId)));
  const formerOf = await formerMornings(tx, around, people);
  return (personId) => {
    const morning = { day, after: formerOf(personId) };
    return told.flatMap(({ hearers, lineOn }) =>
      hearers
        .filter((hearer) => hearer.personId === personId)
        .flatMap(({ absentId }) => lineOn(morning, absentId === null ? null : (names.get(absentId) ?? null))),
    );
  };
}

const selectNames = statement('names-of-those-away', 'select id, name from person where id = any($1::int[])');
async function namesOfAway(tx: Transaction, told: readonly Told[]): Promise<ReadonlyMap<number, string>> {
  const ids = told.flatMap(({ hearers }) => hearers.flatMap(({ absentId }) => absentId ?? []));
  const rows = ids.length === 0 ? [] : await tx.query<{ id: number; name: string }>(selectNames, [[...new Set(ids)]]);
  return new Map(rows.map(({ id, name }) => [id, shortName(name)]));
}

/** Of what is given: to whoever has it by its days, and to ОГ once how many are late. */
function given<Row extends { readonly engagementId: number; readonly title: string; readonly dueOn: string | null }>(
  kind: Extract<DutyKind, 'questions' | 'tasks'>,
  rows: readonly Row[],
  lineOf: (row: Row, what: GivenNag, day: PlainDate, absent: string | null) => DutyLine,
  holderOf: (row: Row) => number | null,
  { calendar }: Circumstances,
  colleagues: readonly Colleague[],
): readonly Told[] {
  const own = rows.flatMap((row): Told[] => {
    const holderId = holderOf(row);
    if (holderId === null || row.dueOn === null) return [];
    const dueOn = toPlainDate(row.dueOn);
    return [
      {
        hearers: hearersOfDuty(holderId, kind, colleagues),
        lineOn({ day }, absent) {
          const what = nagOfDay(dueOn, day, calendar);
          return what === null ? [] : [lineOf(row, what, dueOn, absent)];
        },
      },
    ];
  });
  const officials = officialsAmong(colleagues).map((personId) => ({ personId, absentId: null }));
  const late = [...new Set(rows.map(({ engagementId }) => engagementId))].map((id): Told => ({
    hearers: officials,
    lineOn(morning) {
      const theirs = rows.filter(({ engagementId }) => engagementId === id);
      const count = theirs.filter(({ dueOn }) => dueOn !== null && isNewlyLate(toPlainDate(dueOn), morning)).length;
      const of = kind === 'questions' ? 'lateQuestions' : 'lateTasks';
      return count === 0 ? [] : [{ of, id, title: theirs[0]?.title ?? '', count }];
    },
  }));
  return [...own, ...late];
}

async function questions(
  tx: Transaction,
  around: Circumstances,
  colleagues: readonly Colleague[],
): Promise<readonly Told[]> {
  const rows = await tx.query<QuestionRow>(selectQuestions, [ENGAGEMENT_STAGES.filter(worksOnQuestions)]);
  return given(
    'questions',
    rows,
    ({ id, number, title }, what, day, absent) => ({ of: 'question', id, number, title, what, day, absent }),
    ({ givenToId }) => givenToId,
    around,
    colleagues,
  );
}

async function tasks(
  tx: Transaction,
  around: Circumstances,
  colleagues: readonly Colleague[],
): Promise<readonly Told[]> {
  return given(
    'tasks',
    await tx.query<TaskRow>(selectTasks),
    ({ id, text }, what, day, absent) => ({ of: 'task', id, text, what, day, absent }),
    ({ givenToId }) => givenToId,
    around,
    colleagues,
  );
}

/** Each working morning after it was sent, as long as it may be signed. */
async function papers(
  tx: Transaction,
  { calendar, fourEyes }: Circumstances,
  colleagues: readonly Colleague[],
): Promise<readonly Told[]> {
  const rows = await tx.query<PaperRow>(selectPapers, [ENGAGEMENT_STAGES.filter(isPaperDue)]);
  return rows.flatMap(({ id, what, title, ...facts }): Told[] => {
    const { signerId, issuedAt } = facts;
    const signer = colleagues.find(({ personId }) => personId === signerId);
    if (signer === undefined) return [];
    const actor = { personId: signerId, isOfficial: false, canApprove: maySign(signer), standsInFor: [] };
    // Its results were told anew, or who was to sign has lost the right: of that ОГ hear.
    if (typeof rowOfPaper('sign', facts, actor, fourEyes) === 'string') return [];
    const sentOn = dayOf(issuedAt, calendar);
    return [
      {
        hearers: hearersOfDuty(signerId, 'papers', colleagues),
        lineOn: ({ day }, absent) => (day > sentOn ? [{ of: 'paper', id, title, what, absent }] : []),
      },
    ];
  });
}

async function engagements(
  tx: Transaction,
  { calendar }: Circumstances,
  colleagues: readonly Colleague[],
): Promise<readonly Told[]> {
  const officials = officialsAmong(colleagues).map((personId) => ({ personId, absentId: null }));
  const all: Told[] = [];
  for (const { id, stageAt, writtenAt } of await tx.query<{ id: number; stageAt: Date; writtenAt: Date }>(
    selectEngagements,
  )) {
    const kept = await loadEngagement(tx, id);
    if (!kept) continue;
    const { content, facts } = kept;
    const since = { stage: dayOf(stageAt, calendar), version: dayOf(writtenAt, calendar) };
    const supervisorId = waitsForId(facts);
    const isNobodys = supervisorId !== null && !canDecide(supervisorId, facts.stage, colleagues);
    all.push({
      // What waits for a supervisor is theirs alone, or whoever may decide in their place; ОГ take back what waits for nobody.
      hearers:
        supervisorId === null || isNobodys
          ? officials
          : hearersOfDuty(supervisorId, 'papers', colleagues, facts.approvingId === supervisorId),
      lineOn: (morning, absent) =>
        engagementNags(facts, since, morning, calendar).map(({ what, day }) => ({
          ...{ of: 'engagement', id, title: content.title, day, absent },
          what: isNobodys && what === 'waits' ? 'waitsForNobody' : what,
        })),
    });
  }
  return all;
}
