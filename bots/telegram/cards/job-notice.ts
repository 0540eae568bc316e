import { z } from 'zod';
import { JOB_NAMES } from '../../../src/usecases/administration/tell-of-failed-job';
import { clockTime, moment } from '../dates';
import type { Screen } from '../screen';
import type { Reading } from './appeal-card';

const failure = z.object({ job: z.enum(JOB_NAMES), at: z.coerce.date().nullable(), until: z.coerce.date() });

/** What the clock should have done and has not. What is in `params` was written by us, so what does not parse throws. */
export function failedJobNotice(
  params: Readonly<Record<string, unknown>>,
  { words: { html, plain }, now, calendar }: Reading,
): Screen {
  const { job, at, until } = failure.parse(params);
  const said = { job: plain(`notice:job.${job}`), until: clockTime(until, calendar) };
  const text = at
    ? html('notice:jobFailed', { ...said, moment: moment(at, now, calendar) })
    : html('notice:jobNotPlanned', said);
  return { text, keyboard: [] };
}
