import { databaseOf, statement } from '../../../database/database';
import { dayOf, plusDays, type PlainDate } from '../../../regulation/calendar';
import { circumstances, type Desk } from '../../ports';
import { importDays } from '../../settings';

/** Until when something of a forgotten applicant is still somewhere, each day the last one. */
export interface Remains {
  /** What the bot has taken in, and bytes that are struck off its disk. */
  readonly taken: PlainDate;
  /** Of that, what it could not handle: it waits for an admin. */
  readonly parked: PlainDate;
  /** A file with what was stored of them, if somebody has had one made today. */
  readonly folder: PlainDate;
  /** An export of ПОС that is being brought in right now, and rows whose number nobody could read. */
  readonly exports: PlainDate;
  readonly copies: PlainDate;
  /** Documents of this appeal that have gone through a chat, by their names: nobody can take these back from there. */
  readonly sentFiles: readonly string[];
}

const selectSent = statement(
  'remains.sent-files',
  `select coalesce(t.file_name, '') as name from attachment t
   where t.appeal_id = $1 and t.kind = 'document' and t.message_ref is not null order by t.id`,
);

/** As long as jobs/sweep-files.ts and the inbox keep them, jobs/forget.ts what is parked and a folder, adapters/backup/retention.ts a copy. */
const [TAKEN_DAYS, PARKED_DAYS, FOLDER_DAYS, COPY_DAYS] = [8, 91, 30, 366];

/** What would remain of somebody who is forgotten today. */
export async function readRemains(desk: Desk, appealId: number): Promise<Remains> {
  const { now, calendar } = circumstances(desk);
  const after = (days: number) => plusDays(dayOf(now, calendar), days);
  return {
    taken: after(TAKEN_DAYS),
    parked: after(PARKED_DAYS),
    folder: after(FOLDER_DAYS),
    exports: after(await importDays(databaseOf(desk))),
    copies: after(COPY_DAYS),
    sentFiles: (await databaseOf(desk).query<{ name: string }>(selectSent, [appealId])).map(({ name }) => name),
  };
}
