import type { EngagementField } from '../../../../src/regulation/engagement/content';
import { mergedPictures, withPicturesInOrder } from '../../../../src/regulation/engagement/pictures';
import { contentIn } from '../../../../src/usecases/engagement/engagement-store';
import { readDifference } from '../../../../src/usecases/engagement/difference';
import { shorten } from '../../screen';
import { sendPictures } from '../../send-pictures';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';
import type { Answers, Finished } from '../dialog';

/** Of what somebody else has written; an alert has room for no more. */
const QUOTED = 40;

interface Changing {
  readonly id: number;
  readonly field: EngagementField;
  /** Which version was looked at when it was begun. */
  readonly seen: number;
  readonly answers: Answers;
}

/**
 * Somebody else has changed the same since this was begun: it is asked once more, of pictures with what both have done.
 * @returns null where it is not the reader's any more
 */
export async function withTheirs(
  talk: Talk,
  turn: Turn,
  { id, field, seen, answers }: Changing,
): Promise<Finished | null> {
  const theirs = await readDifference(talk.desk, turn.official, id, seen, null, field);
  if (!theirs) return null;
  const { plain } = turn.words;
  const { before, after, by: name, number } = theirs;
  const now = { ...answers, seen: number };
  if (field !== 'pictures') {
    const value = after[field];
    const complaint =
      typeof value === 'string' && !DAYS.includes(field)
        ? plain('engagement:meanwhile.text', { name, value: shorten(value, QUOTED) })
        : plain('engagement:meanwhile.other', { name });
    return { complaint, answers: now };
  }
  const pictures = mergedPictures(before.pictures, contentIn(answers).pictures, after.pictures);
  return {
    complaint: plain('engagement:meanwhile.pictures', { name }),
    answers: { ...now, pictures },
    after: () => sendPictures(talk, turn.chatId, withPicturesInOrder({ ...after, pictures }), 'photo'),
  };
}

/** As they are kept nobody reads them. */
const DAYS: readonly EngagementField[] = ['opensOn', 'closesOn', 'resultsBy', 'heldAt'];
