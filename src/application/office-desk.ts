import { createOfficeCalendar, type OfficeCalendarHolder } from '../adapters/office-calendar';
import type { Clock } from '../clock';
import type { Config } from '../config';
import { DATABASE, type Database } from '../database/database';
import type { Desk } from '../usecases/kit/ports';

export interface OfficeDeskOptions {
  readonly config: Config;
  readonly database: Database;
  /** Of the calendar, if that is another. */
  readonly ofCalendar?: Database;
  readonly clock: Clock;
}

/** What every use case works with, and the calendar in it as an admin has it now. */
export async function openDesk({
  config,
  database,
  ofCalendar = database,
  clock,
}: OfficeDeskOptions): Promise<{ readonly desk: Desk; readonly calendar: OfficeCalendarHolder }> {
  const calendar = createOfficeCalendar({ zone: config.timeZone, ...config.workingHours, database: ofCalendar });
  await calendar.refresh();
  const desk: Desk = {
    [DATABASE]: database,
    clock,
    office: {
      calendar: calendar.current,
      shares: config.stageShares,
      district: config.district,
      fourEyes: config.fourEyes,
      personalDataInChat: config.personalDataInChat === 'max' ? 'elsewhere' : config.personalDataInChat,
      contacts: config.officeContacts,
      signatures: config.signatures,
      carriers: [...(config.gateway ? (['gateway'] as const) : []), ...(config.mail ? (['mail'] as const) : [])],
    },
  };
  return { desk, calendar };
}
