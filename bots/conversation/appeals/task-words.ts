import type { Words } from '../../../src/i18n';
import type { DeliveryKind } from '../../../src/regulation/vocabulary';

/** What is done in ПОС, and by which word it is confirmed here. */
export const TASKS = {
  comment: { title: 'place', done: 'placed' },
  extension_notice: { title: 'place', done: 'placed' },
  answer: { title: 'send', done: 'sent' },
  interim_answer: { title: 'send', done: 'sent' },
  redirect_notice: { title: 'send', done: 'sent' },
  draft_entry: { title: 'enter', done: 'entered' },
  organization: { title: 'transfer', done: 'transferred' },
  removal: { title: 'remove', done: 'removed' },
} as const satisfies Record<DeliveryKind, { readonly title: string; readonly done: string }>;

/** The word of the button, which the toast says as well. */
export const placedWord = (kind: DeliveryKind): (typeof TASKS)[DeliveryKind]['done'] => TASKS[kind].done;

/** Of what a task is: a removal, of what it takes out. */
export const ofWhat = (
  { kind, removes }: { readonly kind: DeliveryKind; readonly removes?: DeliveryKind | null },
  { plain }: Words,
): string => plain(`appeal:delivery.${removes ?? kind}`);
