import { z } from 'zod';
import { button, type Screen } from '../screen';
import type { Reading } from './appeal-card';

const unloaded = z.object({ year: z.number() });

/** A year without a production calendar: what it means and what an admin can do. What is in `params` was written by us. */
export function calendarNotice(
  kind: 'calendarUnloaded' | 'calendarUnloadedUsed',
  params: Readonly<Record<string, unknown>>,
  { words: { html, plain } }: Reading,
): Screen {
  const { year } = unloaded.parse(params);
  const what = html(kind === 'calendarUnloaded' ? 'calendar:notice.unloaded' : 'calendar:notice.used', { year });
  return {
    text: `⚠️ ${what}\n${html('calendar:notice.remedy', { year })}`,
    keyboard: [
      [button(plain('calendar:button.calendar'), { kind: 'people', section: 'calendar', about: [`${year}-01-01`] })],
    ],
  };
}
