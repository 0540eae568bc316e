import type { Words } from '../../../../src/i18n';
import { DAY_KINDS } from '../../../../src/regulation/calendar';
import { isOneOf } from '../../../../src/regulation/lists';
import type { Change, ChangedValue, ChangesPage } from '../../../../src/usecases/administration/changes';
import { LETTERHEAD_PARTS } from '../../../../src/usecases/administration/letterhead';
import { PHOTO_RULE_NAMES } from '../../../../src/usecases/administration/photo-rules';
import { ALL_STEPS } from '../../../../src/usecases/administration/setup/questions';
import { knownDay } from '../../button-rows/fields';
import { button, shorten, type Screen } from '../../screen';
import type { Reading } from '../../turn';
import { moment, shortDay, todayOf } from '../dates';
import { messengerName } from '../messenger-name';

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
  const named = of === null ? what : plain('change:of', { what, of: shorten(ofWords(change, reading), LONGEST) });
  const said = {
    moment: moment(at, now, calendar),
    by: by ?? plain('change:byServer'),
    what: named,
    from: valueWords(change, from, words),
    to: valueWords(change, to, words),
  };
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
  if ((what === 'answered' || what === 'confirmed') && isOneOf(ALL_STEPS, name))
    return plain(`setup:step.${name}.name`);
  if (what === 'confirmed') return plain('setup:step.shares.name');
  const day = what === 'day' ? knownDay(name) : null;
  return day === null ? name : shortDay(day, todayOf(reading));
}

function valueWords({ action }: Change, value: ChangedValue, words: Words): string {
  const { plain } = words;
  if (value === null) return plain('change:nothing');
  if (action === 'unlinkAccount') return messengerName(String(value), words);
  if (typeof value === 'boolean') return plain(value ? 'intake:table.yes' : 'intake:table.no');
  if (value === 'asInFile') return plain('change:asInFile');
  if (isOneOf(DAY_KINDS, value)) return plain(`calendar:kind.${value}`);
  if (value === 'outside' || value === 'subordinate') return plain(`intake:table.kind.${value}`);
  return shorten(String(value), LONGEST);
}
