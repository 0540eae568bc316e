import { placeThatCounts } from '../../../src/usecases/kit/places';
import type { Official } from '../../../src/usecases/kit/officials';
import type { AppealView, Seen } from '../../../src/usecases/acts/kept';
import { waitingOf } from '../../../src/usecases/kit/redraw';
import { QUESTIONS } from '../dialogs/acts/act-questions';
import { NOTHING_AROUND, type Around } from '../dialogs/acts/answer/form-files';
import { isTooLarge } from '../dialogs/keep-file';
import type { Incoming, ReadsUpdates } from '../turn';
import type { Voice } from '../voice';

declare module '../talk' {
  interface Told {
    /** What an act of this moment has found. */
    readonly seen?: Seen | null;
  }
}

/** What surrounds an open form while it is drawn; where its question takes no files, nobody looks. */
export async function aroundForm(
  { desk, heardIn, voice }: Omit<ReadsUpdates, 'pressedIn'> & { readonly voice: Voice },
  official: Official,
  { step }: NonNullable<AppealView['form']>,
): Promise<Around> {
  if (!QUESTIONS[step.ask].takes) return NOTHING_AROUND;
  const { personId } = official;
  const place = await placeThatCounts(desk, personId);
  const came = (await waitingOf(desk, official)).map(heardIn).filter((incoming) => incoming !== null);
  // A press may end the form: what comes after it is another's.
  const end = came.findIndex((incoming) => incoming.came.what === 'press');
  const saved = new Set(step.submission.own.map(({ messageRef }) => messageRef));
  const isArriving = ({ came: one, message }: Incoming) =>
    one.what === 'file' && !isTooLarge({ voice }, one.file) && !saved.has(message);
  return { arriving: came.slice(0, end < 0 ? came.length : end).filter(isArriving).length, place };
}
