import type { Words } from '../../../src/i18n';
import type { PeopleRefusal } from '../../../src/usecases/office/change-person';
import { refusal, type Reply } from '../feature';

/** What the finger hears of a change that an admin has made, or was refused. */
export const outcome = (
  result: { readonly ok: true } | { readonly ok: false; readonly refusal: PeopleRefusal },
  done: string,
  { plain }: Words,
): Reply => (result.ok ? { toast: done } : refusal(plain(`people:refusal.${result.refusal}`)));
