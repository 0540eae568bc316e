import type { Histogram } from '../../../entities/statistics-cell';
import { recordOf } from '../../regulation/lists';
import { REEXAMINATION_REASONS, STAGES, type Stage } from '../../regulation/vocabulary';
import { quantileOf, sizeOf } from './buckets';
import { ANSWERED_AS, MARKS, type Figures, type Part, type Times } from './figures';
import { countIn, type Growing } from './growing';
import type { OpenCounts } from './rows';

/** What was added up, in the words of whoever reads it. */
export function figuresOf(sum: Growing, { open, backlog }: OpenCounts): Figures {
  const count = (name: string): number => countIn(sum, name);
  const part = (name: string, not: number): Part => ({ kept: count(`${name}.kept`), of: count(`${name}.kept`) + not });
  const byStage = ofStages(
    (stage) => count(`missed.stage.${stage}`),
    (missed) => missed > 0,
  );
  const [whole, duty, redirect] = [count('missed.whole'), count('missed.duty'), count('missed.redirect')];
  const ofStage = Object.values(byStage).reduce((total, missed) => total + missed, 0);
  const reexaminedFor = recordOf(REEXAMINATION_REASONS, (reason) => count(`reexamined.${reason}`));
  return {
    received: count('received'),
    answered: recordOf(ANSWERED_AS, (as) => count(`answered.${as}`)),
    postponed: count('postponed'),
    redirected: count('redirected'),
    closed: count('closed'),
    open,
    backlog,
    missed: {
      total: ofStage + whole + duty + redirect,
      byStage,
      whole,
      duty,
      redirect,
      assumed: count('missed.assumed'),
    },
    inTerm: part('term', count('term.late')),
    fastTrack: part('fast', count('fast.late')),
    duty: part('duty', duty),
    reexamined: Object.values(reexaminedFor).reduce((total, one) => total + one, 0),
    reexaminedFor,
    working: timesOf(sum.working),
    stages: ofStages(
      (stage) => timesOf(sum[`stage.${stage}`]),
      ({ of }) => of > 0,
    ),
    marks: recordOf(MARKS, (mark) => count(`marks.${mark}`)),
  };
}

const ofStages = <Value>(
  valueOf: (stage: Stage) => Value,
  isThere: (value: Value) => boolean,
): Partial<Record<Stage, Value>> =>
  Object.fromEntries(STAGES.map((stage) => [stage, valueOf(stage)] as const).filter(([, value]) => isThere(value)));

function timesOf(measured: number | Histogram | undefined): Times {
  const histogram = typeof measured === 'object' ? measured : {};
  return { median: quantileOf(histogram, 0.5), p90: quantileOf(histogram, 0.9), of: sizeOf(histogram) };
}
