import type { Words } from '../../../../src/i18n';
import type { FormalSign } from '../../../../src/regulation/formal-signs';
import type { Advice } from '../../../../src/usecases/card/card';
import { button, type ScreenButton } from '../../screen';

/** Why a text looks like a formal answer, a reason each; in HTML. Advice: nothing is refused for it. */
export function adviceLines(advice: Advice | null, words: Words): string[] {
  if (advice === null) return [];
  const reasons = advice.signs.map((sign) => `· ${reason(sign, advice, words)}`);
  return [`⚠️ ${words.html('card:formal.title')}`, ...reasons];
}

function reason(sign: FormalSign, { repeated }: Advice, { html }: Words): string {
  switch (sign.sign) {
    case 'short':
      return html('card:formal.short', { count: sign.words });
    case 'phrases':
      return html('card:formal.phrases', { phrases: sign.phrases.map((phrase) => `«${phrase}»`).join(', ') });
    case 'stranger':
      return html('card:formal.stranger');
    case 'repeat':
      return html('card:formal.repeat', { number: repeated?.number ?? '' });
  }
}

/** The way to the answer that it repeats. */
export const repeatedButton = (advice: Advice | null | undefined, { plain }: Words): ScreenButton[] =>
  advice?.repeated
    ? [
        button(plain('card:button.repeated', { number: advice.repeated.number }), {
          kind: 'open',
          appealId: advice.repeated.appealId,
        }),
      ]
    : [];
