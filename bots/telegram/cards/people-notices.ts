import { z } from 'zod';
import { dayOf } from '../../../src/regulation/calendar';
import { shortDay } from '../dates';
import { button, inRows, type Screen } from '../screen';
import type { Reading } from './appeal-card';
import { groupNotice } from './group-notices';
import { plainDay } from '../../../src/usecases/plain-day';

const joined = z.object({ name: z.string() });
const participantLeft = z.object({
  name: z.string(),
  count: z.number(),
  appeals: z.array(z.object({ id: z.number(), number: z.string() })),
});
const absence = z.object({
  name: z.string(),
  deputy: z.string().nullable(),
  fromDay: plainDay,
  untilDay: plainDay,
  own: z.boolean(),
});

/** Notices about accounts and absences. What is in `params` was written by us, so what does not parse throws. */
export function peopleNotice(
  kind: string,
  params: Readonly<Record<string, unknown>>,
  { words, now, calendar }: Reading,
): Screen | null {
  const { html, plain } = words;
  switch (kind) {
    case 'joined':
      return { text: html('people:joined', joined.parse(params)), keyboard: [] };
    case 'participantLeft': {
      const { name, count, appeals } = participantLeft.parse(params);
      return {
        text: html('people:participantLeft', { name, count }),
        keyboard: inRows(
          appeals.map(({ id, number }) => button(plain('card:title', { number }), { kind: 'open', appealId: id })),
          2,
        ),
      };
    }
    case 'absenceAdded':
    case 'absenceCancelled': {
      const { name, deputy, fromDay, untilDay, own } = absence.parse(params);
      const short = (one: typeof fromDay) => shortDay(one, dayOf(now, calendar));
      const dates = { from: short(fromDay), until: short(untilDay) };
      if (!own) return { text: html(`people:absence.told.${kind}`, { ...dates, name }), keyboard: [] };
      if (kind === 'absenceAdded' && deputy !== null)
        return { text: html('people:absence.told.absenceAddedOwnDeputy', { ...dates, deputy }), keyboard: [] };
      return { text: html(`people:absence.told.${kind}Own`, dates), keyboard: [] };
    }
    default:
      return groupNotice(kind, params, words);
  }
}
