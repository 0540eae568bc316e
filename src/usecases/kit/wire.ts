import { z } from 'zod';
import { toPlainDate, type PlainDate } from '../../regulation/calendar';

/** A moment as JSON has it. */
export const instant = z.iso.datetime().transform((iso) => new Date(iso));

/** A day as JSON has it, `YYYY-MM-DD`; says why it is none. */
export const plainDay = z.string().transform((text, context): PlainDate => {
  try {
    return toPlainDate(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    return z.NEVER;
  }
});
