import { allowSending, type WaitingMessages, readWaiting } from '../../../src/usecases/upkeep/after-restore';
import { refusal, type Feature } from '../kit/feature';
import { only, button, type Screen } from '../kit/screen';
import type { Talk } from '../kit/talk';
import type { CopyTrouble } from '../../../src/usecases/kit/account-params';
import type { Params } from '../../../src/usecases/kit/messages';
import type { Words } from '../../../src/i18n';
import type { Reading } from '../kit/turn';
import { moment } from '../kit/calendar-words';
import { hasRight } from '../../../src/regulation/rights';
import { type DeliveringDeps, type Renderers, skipped, toPerson, say } from '../kit/renderer';

/** «Разрешить отправку», after a restore. */
export function copiesFeature({ desk, wake }: Talk): Feature {
  return {
    presses: {
      allowSending: async ({ words, official }) => {
        const allowed = await allowSending(desk, official);
        if (allowed === 'notAdmin') return refusal(words.plain('people:admin.notYours'));
        wake();
        const key = allowed === 'allowed' ? 'backup:notice.allowed' : 'backup:notice.allowedBefore';
        return { toast: words.plain(key), screen: only(words.html(key)) };
      },
    },
  };
}

/** No fresh copy: since when, why if anybody knows, what to do. */
export function copyOldScreen({ folder, takenAt, ...trouble }: Params<'copyOld'>, reading: Reading): Screen {
  const { words, now, calendar } = reading;
  const { html } = words;
  const what = takenAt
    ? html('backup:notice.old', { moment: moment(takenAt, now, calendar), folder })
    : html('backup:notice.none', { folder });
  return only([`⚠️ ${what}`, ...troubleLines(trouble, words), html('backup:notice.oldRemedy', { folder })].join('\n'));
}

/** One that a wrong clock of the machine has dated ahead: it counts for nothing, and a person removes it. */
export const copyAheadScreen = ({ folder, takenAt }: Params<'copyAhead'>, { words, now, calendar }: Reading): Screen =>
  only(
    [
      `⚠️ ${words.html('backup:notice.ahead', { moment: moment(takenAt, now, calendar), folder })}`,
      words.html('backup:notice.aheadRemedy'),
    ].join('\n'),
  );

/** The month's line: whether the newest copy would do. */
export function copyCheckedScreen({ takenAt, found, ...trouble }: Params<'copyChecked'>, reading: Reading): Screen {
  const { words, now, calendar } = reading;
  const said = words.html(`backup:notice.${found}`, { moment: moment(takenAt, now, calendar) });
  return only([found === 'bad' ? `⚠️ ${said}` : said, ...troubleLines(trouble, words)].join('\n'));
}

function troubleLines(
  { why, params }: { readonly why: CopyTrouble['why'] | null; readonly params: CopyTrouble['params'] },
  { html }: Words,
): readonly string[] {
  return why === null ? [] : [html(`backup:refused.${why}`, params)];
}

/** To everybody, once. */
export const restoredScreen = ({ takenAt }: Params<'restored'>, { words, now, calendar }: Reading): Screen =>
  only(words.html('backup:notice.restored', { moment: moment(takenAt, now, calendar) }));

/** What an admin is asked after a restore; null: it is allowed by now. */
export function sendingWaitsScreen(waiting: WaitingMessages | null, { words, now, calendar }: Reading): Screen | null {
  if (!waiting) return null;
  const { html, plain } = words;
  return {
    text: [
      `⚠️ ${html('backup:notice.waits', { moment: moment(waiting.takenAt, now, calendar) })}`,
      html('backup:notice.waiting', { count: waiting.count }),
      html('backup:notice.waitsRemedy'),
    ].join('\n'),
    buttons: [[button(plain('backup:notice.allow'), { kind: 'allowSending' })]],
  };
}

/** What is asked after a restore. */
export function copies(deps: DeliveringDeps): Renderers<'sendingWaits'> {
  return {
    sendingWaits: toPerson(deps, async (official, _, message) =>
      hasRight(official, 'administer')
        ? say(deps, message, sendingWaitsScreen(await readWaiting(deps.desk), deps.readingFor(official)))
        : skipped('they are no admin any more'),
    ),
  };
}
