import { NOTICES, type Notice } from '../../../src/regulation/effects';
import type { Desk } from '../../../src/usecases/ports';
import { SAID_OF_FILES } from '../../../src/usecases/forms/say-once';
import { readNoticeFacts } from '../../../src/usecases/reading/read-notice';
import { moment } from '../dates';
import { button, type Screen } from '../screen';
import type { Reading } from './appeal-card';
import { calendarNotice } from './calendar-notice';
import { failedJobNotice } from './job-notice';
import { peopleNotice } from './people-notices';
import { morningScreen, weekendScreen } from './personal-digest';
import { weeklyScreen } from './weekly-report';

const idIn = (param: unknown): number | null => (typeof param === 'number' ? param : null);

/** Short messages that are not cards; null: there is nothing to say any more. */
export async function noticeScreen(
  desk: Desk,
  kind: string,
  params: Readonly<Record<string, unknown>>,
  reading: Reading,
): Promise<Screen | null> {
  const { html, plain } = reading.words;
  switch (kind) {
    case 'reminderFailed':
      return { text: html('nag:failed', { reminderId: Number(params.reminderId) }), keyboard: [] };
    case 'notice': {
      const appealId = Number(params.id);
      const facts = await readNoticeFacts(desk, appealId, idIn(params.entryId));
      if (!facts) return null;
      const at = facts.visit ? moment(facts.visit.at, reading.now, reading.calendar) : '';
      const place = facts.visit?.place ?? '';
      const notice = (NOTICES as readonly unknown[]).includes(params.notice) ? (params.notice as Notice) : null;
      const text = notice && html(`notice:${notice}`, { number: facts.number, name: facts.by, moment: at, place });
      return text ? { text, keyboard: [[button(plain('notice:open'), { kind: 'open', appealId })]] } : null;
    }
    case 'batch':
      return {
        text: html('notice:batch', { count: Number(params.count) }),
        keyboard: [[button(plain('appeal:stage.coordination'), { kind: 'list', list: 'coordination', page: 0 })]],
      };
    case 'saidOfFile': {
      const said = SAID_OF_FILES.find((known) => known === params.said);
      return said ? { text: html(`form:${said}`), keyboard: [] } : null;
    }
    case 'failed':
      return { text: html('notice:failed'), keyboard: [] };
    case 'parked':
      return { text: html('notice:parked', { updateId: Number(params.updateId) }), keyboard: [] };
    case 'morning':
      return morningScreen(params, reading);
    case 'weekend':
      return weekendScreen(params, reading);
    case 'weekly':
      return weeklyScreen(params, reading);
    case 'jobFailed':
      return failedJobNotice(params, reading);
    case 'calendarUnloaded':
    case 'calendarUnloadedUsed':
      return calendarNotice(kind, params, reading);
    default:
      return peopleNotice(kind, params, reading);
  }
}
