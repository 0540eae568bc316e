import { currentStep, type ActForm } from '../../../../../src/usecases/answers/submission';
import { placeAskedIn } from '../../../../../src/usecases/kit/places';
import type { Reply } from '../../../feature';
import type { Talk } from '../../../talk';
import type { Turn } from '../../../turn';
import { askedOf, isAsking } from '../asked/act-state';
import { wantsPlace } from '../answer/form-files';

/**
 * A message of its own with the messenger's button for it, kept with the form, so that it goes when nobody waits for a place any
 * more. A second press brings it to the bottom of the chat. Null: nothing asks for a place now.
 */
export async function askPlace(talk: Talk, turn: Turn, form: ActForm): Promise<Reply | null> {
  const { desk, voice } = talk;
  const { official, words, chatId, reading } = turn;
  const step = await currentStep(desk, official, form);
  if (!step || !isAsking(step) || !wantsPlace(askedOf(form, step, reading))) return null;
  return {
    after: async () => {
      const message = await voice.askPlace(chatId, {
        text: words.html('form:place.ask'),
        caption: words.plain('form:place.send'),
      });
      await placeAskedIn(desk, official, form.id, message);
      talk.wake();
    },
  };
}
