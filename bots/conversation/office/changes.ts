import { inSentence, type Words } from '../../../src/i18n';
import { DAY_KINDS } from '../../../src/regulation/calendar';
import { isOneOf } from '../../../src/regulation/lists';
import type { Change, ChangedValue, ChangesPage } from '../../../src/usecases/office/changes';
import { DIGEST_PARTS } from '../../../src/usecases/digests/group-digest';
import { LETTERHEAD_PARTS } from '../../../src/usecases/kit/settings';
import { PHOTO_RULE_NAMES } from '../../../src/usecases/photos/rules';
import { ALL_STEPS } from '../../../src/usecases/office/setup';
import { knownDay } from '../kit/buttons';
import { button, shorten, type Screen, messengerName } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { hourOf, moment, shortDay, todayOf } from '../kit/calendar-words';

/** Of a text that was changed, on each side. */
const LONGEST = 60;

/** Who has changed what of the office, when, from what to what; the latest first. */
export function changesScreen({ changes, page, hasMore }: ChangesPage, reading: Reading): Screen {
  const { html, plain } = reading.words;
  const turns = [
    ...(page > 0 ? [button('◀', { kind: 'changes', page: page - 1 })] : []),
    ...(hasMore ? [button('▶', { kind: 'changes', page: page + 1 })] : []),
  ];
  return {
    text: [
      `<b>${html('change:title')}</b>`,
      ...(changes.length === 0 ? [html('change:none')] : changes.map((change) => lineOf(change, reading))),
    ].join('\n'),
    buttons: [...(turns.length > 0 ? [turns] : []), [button(plain('people:admin.button.back'), { kind: 'admin' })]],
  };
}

function lineOf(change: Change, reading: Reading): string {
  const { words, now, calendar } = reading;
  const { html, plain } = words;
  const { at, by, of, from, to } = change;
  const what = whatOf(change, words);
  const whole = of === null ? what : plain('change:of', { what, of: shorten(ofWords(change, reading), LONGEST) });
  const part = partWords(change, words);
  const named = part === null ? whole : plain('change:of', { what: whole, of: part });
  const said = {
    moment: moment(at, now, calendar),
    by: by ?? plain('change:byServer'),
    what: named,
    from: valueWords(change, from, words),
    to: valueWords(change, to, words),
  };
  if (change.isAdded) return html('change:lineTo', { ...said, to: plain('change:added') });
  if (to === null && from === null) return html('change:line', said);
  return html(from === null ? 'change:lineTo' : 'change:lineFromTo', said);
}

const whatOf = ({ what, action }: Change, { plain }: Words): string =>
  what === null ? plain(`history:event.${action}`) : plain(`change:what.${what}`);

/** A part of the letterhead, a rule, a step of the setup, a day are written in words; names are what they are. */
function ofWords({ what, of }: Change, reading: Reading): string {
  const { plain } = reading.words;
  const name = of ?? '';
  if (what === 'letterhead' && isOneOf(LETTERHEAD_PARTS, name)) return plain(`letter:head.part.${name}`);
  if (what === 'photoRule' && isOneOf(PHOTO_RULE_NAMES, name)) return plain(`evidence:rules.name.${name}`);
  if ((what === 'answered' || what === 'named' || what === 'confirmed') && isOneOf(ALL_STEPS, name))
    return plain(`setup:step.${name}.name`);
  if (what === 'confirmed') return plain('setup:step.shares.name');
  const day = what === 'day' ? knownDay(name) : null;
  return day === null ? name : shortDay(day, todayOf(reading));
}

/** Of what has parts, which one was changed. */
function partWords({ part, section }: Change, { plain }: Words): string | null {
  if (part === null) return null;
  return part === 'shown' && isOneOf(DIGEST_PARTS, section)
    ? plain('change:section', { name: plain(`digest:groups.part.${section}`) })
    : plain(`change:part.${part}`);
}

function valueWords({ action, part }: Change, value: ChangedValue, words: Words): string {
  const { plain } = words;
  if (value === null) return plain('change:nothing');
  if (part === 'isRemoved') return plain(value === true ? 'change:removed' : 'change:offered');
  if (part === 'digestAt' && typeof value === 'number') return hourOf(value);
  if (value === 'usualHour') return plain('change:usualHour');
  if (value === 'everyAppeal') return inSentence(plain('people:templates.everyAppeal'));
  if (action === 'unlinkAccount') return messengerName(String(value), words);
  if (typeof value === 'boolean') return plain(value ? 'intake:table.yes' : 'intake:table.no');
  if (value === 'asInFile') return plain('change:asInFile');
  if (isOneOf(DAY_KINDS, value)) return plain(`calendar:kind.${value}`);
  if (value === 'outside' || value === 'subordinate') return plain(`intake:table.kind.${value}`);
  return shorten(String(value), LONGEST);
}
