import { keptShown } from '../../../src/usecases/kit/kept-forms';
import { readKept } from '../../../src/usecases/acts/kept';
import { isStillNews, isUndoneUnheard, readNoticeFacts } from '../../../src/usecases/card/notice';
import { keptScreen } from '../screens/appeals/kept-screen';
import { actNoticeScreen } from '../screens/notices/notices';
import { type DeliveringDeps, type Renderers, skipped, done, toPerson, say } from './renderer';

/** An appeal, or another subject with a card of its own, and what an act on it tells. */
export function cards(deps: DeliveringDeps): Renderers<'card' | 'redraw' | 'notice'> {
  const { desk, drawing, readingFor } = deps;
  return {
    card: toPerson(deps, async (official, { subject, id, notice: told, entryId }, { silent }) => {
      if (
        told === 'assigned' &&
        subject === 'appeal' &&
        (await isUndoneUnheard(desk, official.personId, { id, entryId }))
      )
        return skipped('it was taken back before they heard of it');
      const isNews = entryId === null || (await isStillNews(desk, entryId));
      const brought = await drawing.bring(official, subject, id, {
        notice: isNews ? told : null,
        silent: silent || !isNews,
      });
      return brought === null ? skipped('its subject is no more') : { outcome: 'sent', ...brought };
    }),
    redraw: toPerson(deps, async (official, { subject, id }) =>
      (await drawing.redraw(official, subject, id)) ? done : skipped('the card is in no message'),
    ),
    notice: toPerson(deps, async (official, params, message) => {
      if (params.notice === 'assignmentTaken' && (await isUndoneUnheard(desk, official.personId, params)))
        return skipped('they have never heard of it');
      const facts = await readNoticeFacts(desk, params.id, params.entryId, params.visitId);
      return say(deps, message, facts && actNoticeScreen(params, facts, readingFor(official)));
    }),
  };
}

/** What somebody sent before they were asked for it, or while they were asked for something else. */
export function questions(deps: DeliveringDeps): Renderers<'keptQuestion'> {
  const { desk, voice, readingFor } = deps;
  return {
    keptQuestion: toPerson(deps, async (official, _, { silent }) => {
      const kept = await readKept(desk, official);
      if (!kept) return skipped('nothing is kept any more');
      const message = await voice.send(official.chatId, keptScreen(kept, 0, readingFor(official)), { silent });
      // The question about what came before goes: one is asked about all of it.
      if (kept.form.messageRef !== null) await voice.remove(kept.form.messageRef);
      return { outcome: 'sent', message, remember: () => keptShown(desk, kept.form.id, message) };
    }),
  };
}
