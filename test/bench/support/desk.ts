import { loadCalendar } from '../../../src/adapters/calendars';
import { DATABASE, type Database } from '../../../src/database/database';
import { TATARSTAN } from '../../../src/regulation/district';
import type { Desk } from '../../../src/usecases/kit/ports';
import { TODAY } from './office-of-years';

/** What use cases of an office of years are given: its last day, and settings that nobody has changed. */
export const deskOf = (database: Database): Desk => ({
  [DATABASE]: database,
  clock: { now: () => TODAY },
  office: {
    calendar: () => loadCalendar({ zone: 'Europe/Moscow', opensAt: 480, closesAt: 1020 }),
    shares: { coordination: 0.1, assigned: 0.05, in_progress: 0.6, answer_agreement: 0.125, answer_approval: 0.125 },
    district: TATARSTAN,
    fourEyes: 'warn',
    carriers: [],
    personalDataInChat: 'never',
    contacts: { numbers: [], mails: [] },
    signatures: 'mark',
  },
});
