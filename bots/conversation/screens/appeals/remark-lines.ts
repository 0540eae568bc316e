import type { Words } from '../../../../src/i18n';
import type { AppealCard, Remark } from '../../../../src/usecases/card/card';
import { shorten } from '../../screen';
import type { Reading } from '../../turn';
import { moment } from '../dates';
import type { Room } from '../fit';
import { actedBy } from './acted-by';
import { quoted } from './quoted';
import { versionChangeLines } from './version-lines';

const NAME = 100;

/** What was said to whoever holds the appeal now. */
export function remarkLines(card: AppealCard, reading: Reading, room: Room): string[] {
  return card.remarks.flatMap((remark) => [
    remarkTitle(remark, reading, room),
    quoted(remark.text, room(600), reading.words),
  ]);
}

/** What it came back with, for whoever decides on it now: the next answer is read by the remark to the former one. */
export function sentBackLines({ sentBack, draft }: AppealCard, reading: Reading, room: Room): string[] {
  if (!sentBack) return [];
  const { words, now, calendar } = reading;
  const { action, at, by, text } = sentBack;
  return [
    withWhy(
      words.html(`card:sentBack.${action}`, {
        moment: moment(at, now, calendar),
        name: shorten(actedBy(by, words), room(NAME)),
      }),
      sentBack,
      words,
    ),
    ...(text ? [quoted(text, room(600), words)] : []),
    ...(draft && draft.text === sentBack.before ? [`<b>${words.html('card:sameText')}</b>`] : []),
    ...versionChangeLines(sentBack.change, reading),
  ];
}

function remarkTitle(remark: Remark, { words, now, calendar }: Reading, room: Room): string {
  const { action, at, by } = remark;
  return withWhy(
    words.html(`card:remark.${action}`, {
      moment: moment(at, now, calendar),
      name: shorten(actedBy(by, words), room(NAME)),
    }),
    remark,
    words,
  );
}

const withWhy = (title: string, { why }: Remark, { html }: Words): string =>
  why === null ? title : `${title}: ${html(`appeal:reexamination.${why}`)}`;
