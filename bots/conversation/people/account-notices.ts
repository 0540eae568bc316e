import type { Params } from '../../../src/usecases/kit/messages';
import { button, only, type Screen, messengerName } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { moment } from '../kit/calendar-words';

/** By a link of an admin somebody has come in by a second messenger. Whoever it was not hears of it here. */
export const accountAddedScreen = ({ messenger }: Params<'accountAdded'>, { words }: Reading): Screen =>
  only(words.html('people:home.added', { messenger: messengerName(messenger, words) }));

/** Why the bot writes to them in another messenger now; how to change that, where it is their own to say. */
export function homeMovedScreen(
  { messenger, former, why, since }: Params<'homeMoved'>,
  { words, now, calendar }: Reading,
): Screen {
  const said = {
    messenger: messengerName(messenger, words),
    former: messengerName(former, words),
    moment: since === null ? '' : moment(since, now, calendar),
  };
  const text = words.html(`people:home.told.${why}`, said);
  if (why !== 'chosen') return only(text);
  return { text, buttons: [[button(words.plain('people:home.button.home'), { kind: 'sound' })]] };
}

/** In place of a card whose work goes on elsewhere. */
export const cardLeftScreen = ({ number, messenger }: Params<'cardLeft'>, { words }: Reading): Screen => {
  const name = messengerName(messenger, words);
  return only(
    number === null
      ? words.html('card:leftTask', { messenger: name })
      : words.html('card:left', { number, messenger: name }),
  );
};

/** A messenger is down: what is done about it, and for whom nothing can be. */
export const messengerSilentScreen = (
  { messenger, since, carried, left }: Params<'messengerSilent'>,
  { words, now, calendar }: Reading,
): Screen => {
  const { html } = words;
  const lines = [
    `⚠️ ${html('people:outage.silent', { messenger: messengerName(messenger, words), moment: moment(since, now, calendar) })}`,
    ...(carried > 0 ? [html('people:outage.carried', { count: carried })] : []),
    ...(left > 0 ? [html('people:outage.left', { count: left })] : []),
  ];
  return only(lines.join('\n'));
};

/** Something waits for somebody away, and whoever stands in hears nothing now, or is away too. */
export const deputyUnreachedScreen = (
  { appealId, number, absent, deputy, missing }: Params<'deputyUnreached'>,
  { words: { html, plain } }: Reading,
): Screen => ({
  text: html(missing === 'away' ? 'people:outage.deputyAway' : 'people:outage.deputy', { number, absent, deputy }),
  buttons: [[button(plain('notice:open'), { kind: 'open', appealId })]],
});
