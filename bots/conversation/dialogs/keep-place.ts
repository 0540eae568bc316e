import { sharePlace } from '../../../src/usecases/kit/places';
import type { Talk } from '../talk';
import type { SentPlace, Turn } from '../turn';
import { sayOfFile } from '../say-of-file';

/**
 * Where an official is, for the photos that come beside it. It is theirs: no chat and no log ever shows it.
 * @param formId the form whose photos it is for; null: they are still to come, and that is said
 */
export async function keepPlace(
  talk: Talk,
  turn: Turn,
  { latitude, longitude, error: positionError, at, live }: SentPlace,
  formId: number | null,
): Promise<void> {
  await sharePlace(talk.desk, {
    personId: turn.official.personId,
    formId,
    latitude,
    longitude,
    positionError,
    at,
    live,
    messenger: talk.voice.name,
    messageRef: turn.message,
  });
  if (formId === null) await sayOfFile(talk, turn, live ? 'livePlaceKept' : 'placeKept');
}
