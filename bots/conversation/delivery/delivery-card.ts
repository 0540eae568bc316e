import { escapeHtml, type Words } from '../../../src/i18n';
import { dayOf } from '../../../src/regulation/calendar';
import { ACTIONS, type Action } from '../../../src/regulation/vocabulary';
import { lengthInCharacters } from '../../../src/text/plain-text';
import type { CommentsToPlace } from '../../../src/usecases/delivery/task-takers';
import type { DeliveryCard } from '../../../src/usecases/delivery/deliveries';
import type { ToldStep } from '../../../src/usecases/kit/settings';
import { button, inRows, only, shorten, type Screen, type ScreenButton, ticked, quoted } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { moment, shortDay } from '../kit/calendar-words';
import { COPY_LIMIT, shortNumber } from '../kit/fit';
import { redirectNotice } from '../acts/redirect-notice';
import { shipmentLines } from '../card/remark-lines';
import { ofWhat, placedWord, TASKS } from '../appeals/task-words';
import { passingLine } from '../card/term-lines';

/** A task of the coordinators: what ПОС asks for, the text to copy with one tap, and the word that it is done. */
export function deliveryCard(card: DeliveryCard, readerId: number, reading: Reading): Screen {
  const { words, now, calendar } = reading;
  const { html, plain } = words;
  const { title } = TASKS[card.kind];
  const isToReplace = card.replaces !== null && !card.withdrawnAt;
  const what = ofWhat({ kind: card.kind, removes: card.removes?.kind ?? null }, words);
  const lines = [
    `<b>${html(`card:delivery.titles.${isToReplace ? 'replace' : title}`)}</b>`,
    html('card:delivery.for', { what, number: card.number }),
    ...(card.epguNumber === null ? [] : [html('card:epgu', { number: card.epguNumber })]),
    ...(card.together.length === 0
      ? []
      : [html('card:delivery.together', { numbers: card.together.map((number) => `№ ${number}`).join(', ') })]),
    ...requisites(card, reading),
  ];
  const open = button(plain('card:delivery.button.open'), { kind: 'open', appealId: card.appealId });
  if (card.placedAt || card.withdrawnAt) {
    lines.push(
      card.placedAt
        ? html(title === 'place' ? 'card:delivery.placed' : `card:task.${title}.done`, {
            what,
            moment: moment(card.placedAt, now, calendar),
            name: card.placedBy ?? plain('card:carrier.bot'),
          })
        : html('card:delivery.withdrawn'),
      ...(card.placedAt && card.withdrawnAt ? [html('card:delivery.takenBack')] : []),
      ...shipmentLines(card.shipments, reading),
    );
    return { text: lines.join('\n'), buttons: [[open]] };
  }
  lines.push(...shipmentLines(card.shipments, reading), ...inPosLines(card, words));
  if (card.authorUntil !== null)
    lines.push(html('card:delivery.ofAuthor', { moment: moment(card.authorUntil, now, calendar) }));
  if (card.takenBy !== null && card.takenUntil !== null)
    lines.push(html('card:delivery.taken', { name: card.takenBy, moment: moment(card.takenUntil, now, calendar) }));
  // Whoever read «copy it into ПОС» would place it there once more.
  const isInPos = card.shipments.some(({ carrier, state }) => carrier === 'gateway' && state === 'delivered');
  const fits = lengthInCharacters(card.text) <= COPY_LIMIT;
  if (card.text !== '' && fits)
    lines.push('', html(isInPos ? 'card:delivery.inPos' : 'card:delivery.copy'), `<pre>${escapeHtml(card.text)}</pre>`);
  // Half a text to copy would be placed as if it were whole.
  if (!fits)
    lines.push(
      '',
      html('card:delivery.longText', { caption: plain('card:button.wholeText') }),
      quoted(card.text, 600, words),
    );
  const files = card.files + (card.isSigned ? 1 : 0);
  lines.push(...noticeOfPassing(card, words), ...(card.isSigned && !isInPos ? [html('card:delivery.signed')] : []));
  if (files > 0) lines.push(html('card:delivery.files', { count: files }));
  if (card.parts.length > 0 && card.parts.length <= PARTS_AT_MOST) lines.push('', html('card:delivery.byNumber'));
  const buttons = taskButtons(card, readerId, words);
  const looks = [open];
  if (files > 0)
    looks.unshift(button(plain('card:delivery.button.files'), { kind: 'deliveryFiles', deliveryId: card.id }));
  if (!fits) looks.unshift(button(plain('card:button.wholeText'), { kind: 'wholeDelivery', deliveryId: card.id }));
  if (unsaidInPos(card).length > 0)
    looks.push(button(plain('card:why.button'), { kind: 'whyTask', deliveryId: card.id }));
  return { text: lines.join('\n'), buttons: [...buttons, ...inRows(looks, 2)] };
}

/** Whoever wrote under 59-ФЗ is told who answers now (article 8 part 3), when it is a body of ours that does it by itself, too. */
function noticeOfPassing({ kind, appealKind, organization }: DeliveryCard, { html }: Words): string[] {
  const isOwed = kind === 'organization' && appealKind === 'appeal59';
  const notice = isOwed ? redirectNotice(appealKind, organization) : null;
  return notice === null ? [] : ['', html('card:delivery.noticeToo'), `<pre>${escapeHtml(notice)}</pre>`];
}

/** What the office has to say of how it comes into ПОС. Of what the gateway carries nobody asks. */
function asksInPos({ kind, shipments, progress }: DeliveryCard): readonly ToldStep[] {
  if (shipments.some(({ carrier }) => carrier === 'gateway')) return [];
  return [
    kind === 'comment' ? 'commentsInPos' : 'entersInPos',
    ...(kind === 'draft_entry' ? (['signsInPos'] as const) : []),
    ...(progress === null ? [] : (['statusesOfPos'] as const)),
  ];
}

/** What it has said. */
const inPosLines = (card: DeliveryCard, { html }: Words): string[] =>
  asksInPos(card).flatMap((step) => {
    const who = card.inPos[step];
    return who === undefined ? [] : [html(`card:inPos.${step}`, { who })];
  });

const unsaidInPos = (card: DeliveryCard): readonly ToldStep[] =>
  asksInPos(card).filter((step) => card.inPos[step] === undefined);

/** What of a task is assumed as long as the office has said nothing, for whoever wants to know; null: nothing is. */
export function whyTask(card: DeliveryCard, { html }: Words): string | null {
  const unsaid = unsaidInPos(card);
  if (unsaid.length === 0) return null;
  return [
    `<b>${html('card:why.title', { number: card.number })}</b>`,
    ...unsaid.map((step) => html(`card:inPos.assumed.${step}`)),
    html('card:why.toldBy'),
  ].join('\n');
}

/** The word that it is done, of all or by numbers, and whose it is. */
function taskButtons(card: DeliveryCard, readerId: number, words: Words): ScreenButton[][] {
  const { plain } = words;
  const { id: deliveryId, kind, takenBy, takenUntil, takenById } = card;
  const buttons: ScreenButton[][] = [
    [
      button(`✅ ${plain(`card:delivery.button.${card.replaces === null ? placedWord(kind) : 'replaced'}`)}`, {
        kind: 'place',
        deliveryId,
      }),
    ],
    ...partRows(card, words),
  ];
  if (takenBy === null || takenUntil === null)
    buttons.push([button(plain('card:delivery.button.take'), { kind: 'takeTask', deliveryId })]);
  else if (takenById === readerId)
    buttons.push([button(plain('card:delivery.button.leave'), { kind: 'leaveTask', deliveryId })]);
  return buttons;
}

/** More would push the text away: of a larger group all are confirmed at once. */
const PARTS_AT_MOST = 6;

function partRows({ id: deliveryId, parts }: DeliveryCard, words: Words): ScreenButton[][] {
  if (parts.length > PARTS_AT_MOST) return [];
  return inRows(
    parts.map(({ id: partId, number, ticked: isTicked }) =>
      button(ticked(shortNumber(number), isTicked, words), {
        kind: 'tickNumber',
        deliveryId,
        partId,
        ticked: isTicked ? 'off' : 'on',
      }),
    ),
    3,
  );
}

const isAction = (action: string): action is Action => action in ACTIONS;

/** What ПОС asks for beside the text: type and date of an answer, to whom an appeal goes, who will sign. */
function requisites(card: DeliveryCard, reading: Reading): string[] {
  const {
    words: { html, plain },
    now,
    calendar,
  } = reading;
  const { answerType, postponedUntil, organization, signer, kind, progress } = card;
  const lines: string[] = [];
  if (progress) lines.push(html('card:delivery.progress', { progress: plain(`appeal:progress.${progress}`) }));
  if (answerType) lines.push(html('card:delivery.type', { type: plain(`appeal:answerType.${answerType}`) }));
  if (postponedUntil) lines.push(html('card:delivery.until', { day: shortDay(postponedUntil, dayOf(now, calendar)) }));
  if (organization && (kind === 'redirect_notice' || kind === 'organization'))
    lines.push(html('card:delivery.toOrganization', { organization }));
  if (kind === 'redirect_notice') lines.push(html('card:delivery.passItself'));
  if (card.passing) lines.push(passingLine(card.passing, reading));
  if (signer && kind === 'draft_entry') lines.push(html('card:delivery.toSign', { name: signer }));
  if (card.replaces !== null && !card.withdrawnAt) lines.push(replacedLine(card.replaces, reading));
  return kind === 'removal' ? [...lines, ...removalLines(card, reading)] : lines;
}

/** Entered beside the former version, the new one would leave two of them in ПОС. */
function replacedLine({ at, by }: NonNullable<DeliveryCard['replaces']>, { words, now, calendar }: Reading): string {
  const { html, plain } = words;
  return at === null
    ? html('card:delivery.replacesAlone')
    : html('card:delivery.replaces', { moment: moment(at, now, calendar), name: by ?? plain('card:carrier.bot') });
}

/** What stands in ПОС, since when, and which act has taken it back. */
function removalLines({ removes, placedAt }: DeliveryCard, reading: Reading): string[] {
  const { words, now, calendar } = reading;
  const { html, plain } = words;
  const toDo = placedAt === null ? [html('card:delivery.remove')] : [];
  if (removes === null) return toDo;
  const bot = plain('card:carrier.bot');
  const { because, organization, reference } = removes;
  const why = because && {
    what: isAction(because.action) ? plain(`history:did.${because.action}`) : '',
    moment: moment(because.at, now, calendar),
    name: because.by ?? bot,
  };
  return [
    ...(organization === null ? [] : [html('card:delivery.toOrganization', { organization })]),
    removes.placedAt === null
      ? html('card:delivery.mayStand')
      : html('card:delivery.stands', {
          moment: moment(removes.placedAt, now, calendar),
          name: removes.placedBy ?? bot,
        }),
    ...(reference === null ? [] : [html('card:delivery.standsAs', { reference })]),
    ...(why === null ? [] : [html('card:delivery.because', why)]),
    ...(because?.words ? [quoted(because.words, 300, words)] : []),
    ...toDo,
  ];
}

/** Characters of a comment that is called to mind. */
const GIST = 100;

/** All comments that wait for ПОС, in one message: each is a task of its own behind its number. */
export function commentsCard({ count, first }: CommentsToPlace, { words: { html, plain } }: Reading): Screen {
  if (count === 0) return only(html('card:comments.none'));
  const lines = first.map(({ number, text, progress }, index) => {
    const gist = text === '' ? plain('card:comments.onlyFiles') : shorten(text.replace(/\s+/g, ' '), GIST);
    const line = { place: index + 1, number, text: gist };
    return progress === null
      ? html('card:comments.line', line)
      : html('card:comments.lineWithStatus', { ...line, progress: plain(`appeal:progress.${progress}`) });
  });
  if (count > first.length) lines.push(html('card:comments.more', { count: count - first.length }));
  return {
    text: [`<b>${html('card:comments.title', { count })}</b>`, '', ...lines].join('\n'),
    buttons: inRows(
      first.map(({ id }, index) => button(String(index + 1), { kind: 'delivery', deliveryId: id })),
      5,
    ),
  };
}
