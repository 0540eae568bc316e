import { orderCopy, orderCopyCheck } from '../usecases/upkeep/copies';
import { databaseOf } from '../database/database';
import { calendarCheck } from '../usecases/terms/calendar';
import { tellHead, tellBeforeWeekend } from '../usecases/digests/personal-digests';
import { tellListsOfMonday, tellListsOfMorning } from '../usecases/digests/list-subscriptions';
import { tellMonth, tellWeek } from '../usecases/digests/weekly-report';
import { tellMornings } from '../usecases/digests/my-morning';
import type { JobName } from '../usecases/kit/names';
import { tellTurns, turnAbsences } from '../usecases/people/turn-of-absences';
import { morningHours, USUAL_MORNING_MINUTES } from '../usecases/people/on-duty';
import { circumstances, type Desk } from '../usecases/kit/ports';
import { groupDigest } from './group-digest';
import type { Job } from './job';
import { occasionOn, SCHEDULE } from './schedule';

/** What this office's clock starts by itself; copies where there is a folder for them. */
export function officeJobs(desk: Desk, hasCopies = false): readonly Job<JobName>[] {
  return [
    absences(desk),
    onSchedule('calendar_check', desk, (tx) => calendarCheck(tx, desk, desk.clock.now())),
    morningList(desk),
    onSchedule('weekend_list', desk, (tx, { until }) => tellBeforeWeekend(tx, desk, until)),
    onSchedule('weekly_report', desk, (tx, { until }) => tellWeek(tx, desk, until)),
    onSchedule('monthly_report', desk, (tx, { until }) => tellMonth(tx, desk, until)),
    groupDigest(desk),
    onSchedule('list_mornings', desk, (tx, { until }) => tellListsOfMorning(tx, desk, until)),
    onSchedule('list_mondays', desk, (tx, { until }) => tellListsOfMonday(tx, desk, until)),
    ...(hasCopies
      ? [
          onSchedule('backup', desk, (tx, { at }) => orderCopy(tx, at)),
          onSchedule('backup_check', desk, (tx, { at }) => orderCopyCheck(tx, at)),
        ]
      : []),
    onSchedule('journal_head', desk, (tx) => tellHead(tx, desk)),
  ];
}

/** As the office opens, those that have begun since it was closed. */
const AT_OPENING = 'opening';

/** A slot as the day begins, for cards, and one at which people are told. */
const absences = (desk: Desk): Job<'absences'> => ({
  name: 'absences',
  async occasions(day) {
    const calendar = desk.office.calendar();
    const begins = occasionOn(SCHEDULE.absences, day, calendar);
    const opens = occasionOn(SCHEDULE.calendar_check, day, calendar);
    return [...(begins ? [{ subject: '', ...begins }] : []), ...(opens ? [{ subject: AT_OPENING, ...opens }] : [])];
  },
  run: (tx, { subject }) =>
    subject === AT_OPENING ? tellTurns(tx, circumstances(desk)) : turnAbsences(tx, circumstances(desk)),
});

/** A slot at the usual hour, one at each other that somebody has asked for, and the last for whom all of them have missed. */
const morningList = (desk: Desk): Job<'morning_list'> => ({
  name: 'morning_list',
  async occasions(day) {
    return (await morningHours(databaseOf(desk), day)).flatMap((minutes) => {
      const slot = occasionOn({ ...SCHEDULE.morning_list, minutes }, day, desk.office.calendar());
      return slot ? [{ subject: minutes === USUAL_MORNING_MINUTES ? '' : String(minutes), ...slot }] : [];
    });
  },
  run: (tx, { subject, until }) =>
    tellMornings(tx, desk, until, subject === '' ? USUAL_MORNING_MINUTES : Number(subject)),
});

/** A job of one slot for everybody, when the schedule says. */
const onSchedule = (name: JobName, { office }: Desk, run: Job['run']): Job<JobName> => ({
  name,
  async occasions(day) {
    const slot = occasionOn(SCHEDULE[name], day, office.calendar());
    return slot ? [{ subject: '', ...slot }] : [];
  },
  run,
});
