import { textFinder } from '../../../../src/usecases/answers/applicant-in-text';
import { holdsMask } from '../../../../src/text/personal-data';
import type { ActForm } from '../../../../src/usecases/answers/submission';
import type { Talk } from '../../talk';
import type { Listener } from '../form-dialog';
import type { ActState } from './asked/act-state';
import { heldBack } from './answer/held-text';
import { questionNow } from './question-now';

/**
 * Words with dots in place of a number were copied from somewhere and never become an answer; of those with somebody's data in them
 * whoever wrote them is asked first.
 */
export async function listenerOf({ desk }: Talk, { appealId }: ActForm): Promise<Listener<ActState>> {
  const find = await textFinder(desk, appealId);
  return (asked, text, typed) => {
    if (holdsMask(text)) return { complaint: asked.reading.words.plain('form:dotsInText') };
    const said = typed();
    return 'complaint' in said || questionNow(asked).isCopied ? said : heldBack(asked, said, find(text));
  };
}
