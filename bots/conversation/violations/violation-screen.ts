import { escapeHtml, type Words } from '../../../src/i18n';
import { dayOf, type PlainDate } from '../../../src/regulation/calendar';
import type { ViolationAct } from '../../../src/regulation/violations/table';
import type { ViolationNews } from '../../../src/usecases/violations/store';
import { type ViolationView, type WaitedFor, readViolation } from '../../../src/usecases/violations/read-violation';
import { button, CAPTION, inRows, shorten, type Screen, type ScreenButton, quoted } from '../kit/screen';
import type { Reading, Turn } from '../kit/turn';
import { dayIn, fullDay, momentIn, todayOf, untilIn } from '../kit/calendar-words';
import { latenessLines } from '../terms/late-words';
import {
  kindWords,
  lateWords,
  numbersOf,
  stateWords,
  journalKindsScreen,
  journalPeopleScreen,
  journalScreen,
  ownViolationsScreen,
  type JournalPart,
} from './journal';
import { hasRight } from '../../../src/regulation/rights';
import { readJournal, readOwnViolations, readPeopleOfJournal } from '../../../src/usecases/violations/read-violations';
import type { Named } from '../../../src/usecases/statistics/figures';
import type { Talk } from '../kit/talk';
import type { ActedOnViolation } from '../../../src/usecases/violations/act-on-violation';

/** Characters of a text that a message shows; the paper has the whole. */
const SHOWN = 900;
const SHOWN_WORDS = 300;

/** A violation with everything around it, and what its viewer may do. @param news what has brought it; null: it was looked up */
export function violationScreen(
  view: ViolationView,
  reading: Reading,
  { news, isManager }: { readonly news: ViolationNews | null; readonly isManager: boolean },
): Screen {
  const { html } = reading.words;
  const blocks = [
    [
      ...(news === null ? [] : [`<b>${html(`violation:news.${news}`)}</b>`]),
      `<b>${html(isOfMany(view) ? 'violation:view.titleMany' : 'violation:view.title', { number: numbersOfCase(view, reading.words) })}</b>`,
      ...factLines(view, reading).map(escapeHtml),
    ],
    circumstanceLines(view, reading).map(escapeHtml),
    workLines(view, reading),
  ];
  return {
    text: blocks
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n'),
    buttons: buttonsOf(view, reading, isManager),
  };
}

export const numbersOfCase = ({ number, beside }: ViolationView, words: Reading['words']): string =>
  numbersOf(
    number,
    beside.map((one) => one.number),
    words,
  );
export const isOfMany = ({ number, beside }: ViolationView): boolean => beside.some((one) => one.number !== number);

/** What it is, whose, and whether it still counts; in plain words, for a paper too. */
export function factLines(view: ViolationView, reading: Reading): string[] {
  const { words } = reading;
  const { plain } = words;
  const when = (instant: Date) => momentIn(instant, reading);
  const { circumstances, stage } = view;
  const at = plain(`appeal:stage.${stage}`);
  return [
    kindWords(view, words),
    ...(view.inForce && view.answeredBy === null ? [] : [keptWords(view, reading)]),
    view.kind === 'formal' || view.kind === 'photo'
      ? plain('violation:view.returned', { moment: when(view.at) })
      : plain('violation:view.due', { moment: untilIn(view.at, reading) }),
    ...lateLines(view, reading),
    ...view.beside.map((fact) => besideWords(fact, reading)),
    ...(view.reason === null
      ? []
      : [plain('violation:view.reason', { reason: plain(`statistics:reason.${view.reason}`) })]),
    ...(view.words === null
      ? []
      : [plain('violation:view.words', { words: reading.onPaper ? view.words : shorten(view.words, SHOWN_WORDS) })]),
    circumstances.since === null
      ? plain('violation:view.stage', { stage: at })
      : plain('violation:view.stageSince', { stage: at, moment: when(circumstances.since) }),
    ...(view.person === null ? [] : [plain('violation:view.whose', { name: view.person.name })]),
    plain('violation:view.heldBy', { names: heldByWords(view, reading) }),
    plain('violation:view.opened', { moment: when(view.openedAt) }),
  ];
}

const heldByWords = ({ heldBy }: ViolationView, { words: { plain } }: Reading): string =>
  heldBy.map(({ name, isDeputy }) => (isDeputy ? plain('violation:view.deputy', { name }) : name)).join(', ');

/** Another number, or another term, of the same deed. */
function besideWords(fact: ViolationView['beside'][number], reading: Reading): string {
  const { words } = reading;
  const { plain } = words;
  const { number, at, answeredBy, apart } = fact;
  return [
    plain('violation:line.head', { number, kind: kindWords(fact, words) }),
    plain('violation:view.due', { moment: untilIn(at, reading) }),
    ...(answeredBy === null ? lateLines(fact, reading) : [keptWords(fact, reading)]),
    ...(apart ? [plain('violation:view.apart')] : []),
  ].join('. ');
}

function keptWords({ answeredBy }: Pick<ViolationView, 'answeredBy'>, { words: { plain } }: Reading): string {
  if (answeredBy === null) return plain('violation:view.kept');
  const { reason, day } = answeredBy;
  return plain(`violation:view.keptBy.${reason}`, { day: day === null ? '' : fullDay(day) });
}

function lateLines(
  { kind, at, endedAt, answeredBy }: Pick<ViolationView, 'kind' | 'at' | 'endedAt' | 'answeredBy'>,
  reading: Reading,
): string[] {
  const { words, now } = reading;
  if (kind === 'formal' || kind === 'photo' || answeredBy !== null) return [];
  return endedAt === null
    ? [words.plain('violation:view.running', { time: lateWords(at, now, reading) })]
    : [
        words.plain('violation:view.lateBy', {
          moment: momentIn(endedAt, reading),
          time: lateWords(at, endedAt, reading),
        }),
      ];
}

/** Who was away, what the appeal waited for, when the bot heard nobody, how often it had said so; in plain words. */
export function circumstanceLines({ circumstances, kind }: ViolationView, reading: Reading): string[] {
  const { words } = reading;
  const { plain } = words;
  const { away, waited, unheard, reminded, lateness } = circumstances;
  const isOfTerm = kind !== 'formal' && kind !== 'photo';
  const day = (of: PlainDate) => dayIn(of, reading);
  return [
    ...away.map(({ name, from, until, deputies }) =>
      plain(deputies.length === 0 ? 'violation:view.away' : 'violation:view.awayDeputy', {
        name,
        from: day(from),
        until: day(until),
        deputies: deputies.join(', '),
      }),
    ),
    ...(lateness === null ? [] : latenessLines(lateness, reading)),
    ...waited.map((one) => waitedWords(one, reading)),
    ...unheard.map(({ from, until }) =>
      plain('violation:view.unheard', { from: momentIn(from, reading), until: momentIn(until, reading) }),
    ),
    ...(!isOfTerm
      ? []
      : reminded.length === 0
        ? [plain('violation:view.remindedNot')]
        : [
            plain('violation:view.reminded', {
              count: reminded.filter(({ again }) => !again).length,
              list: reminded.map((one) => reminderWords(one, reading)).join('; '),
            }),
          ]),
  ];
}

function reminderWords(
  { at, sounded, again }: ViolationView['circumstances']['reminded'][number],
  reading: Reading,
): string {
  const { plain } = reading.words;
  const when = plain(again ? 'violation:view.told.again' : 'violation:view.told.first', {
    moment: momentIn(at, reading),
  });
  return sounded === null ? when : plain(sounded ? 'violation:view.told.loud' : 'violation:view.told.silent', { when });
}

function waitedWords({ what, body, from, until }: WaitedFor, reading: Reading): string {
  const { plain } = reading.words;
  const since = momentIn(from, reading);
  return until === null
    ? plain(`violation:view.${what}Still`, { body, from: since })
    : plain(`violation:view.${what}`, { body, from: since, until: momentIn(until, reading) });
}

/** What was asked, said and decided; in HTML. */
function workLines(view: ViolationView, reading: Reading): string[] {
  const { words, calendar } = reading;
  const { html } = words;
  const when = (instant: Date) => momentIn(instant, reading);
  return [
    html('violation:stateLine', { state: stateWords(view, words) }),
    ...(view.askedAt === null || view.explanationDue === null
      ? []
      : [
          html('violation:view.asked', {
            moment: when(view.askedAt),
            day: fullDay(dayOf(view.explanationDue, calendar)),
          }),
          ...(view.state === 'asked' ? [html('violation:view.askedAway')] : []),
        ]),
    ...(view.silentAt === null ? [] : [html('violation:view.silentAt')]),
    // Of several the last one is quoted: the paper has them whole.
    ...view.explanations.flatMap(({ at, late, by, text, files }, index) => [
      html(late ? 'violation:view.explainedLate' : 'violation:view.explained', { moment: when(at), name: by }),
      ...(text !== '' && index === view.explanations.length - 1 ? [quoted(text, SHOWN, words)] : []),
      ...(files.length === 0 ? [] : [html('violation:view.files', { count: files.length })]),
    ]),
    ...decisionLines(view, reading),
  ];
}

function decisionLines(view: ViolationView, reading: Reading): string[] {
  const { words } = reading;
  const { html, plain } = words;
  if (view.decision === null || view.decidedAt === null) return pendingLines(view, reading);
  return [
    `<b>${html('violation:view.decided', {
      moment: momentIn(view.decidedAt, reading),
      decision: plain(`violation:decision.${view.decision}`),
    })}</b>`,
    ...(view.orderNumber === null || view.orderDay === null
      ? []
      : [html('violation:view.order', { number: view.orderNumber, day: fullDay(view.orderDay) })]),
    ...(view.decisionWords === null ? [] : [`<i>${escapeHtml(view.decisionWords)}</i>`]),
  ];
}

/** What to mind before it is decided. */
function pendingLines(view: ViolationView, reading: Reading): string[] {
  const { html } = reading.words;
  const { inForce, person, isOwn, acts } = view;
  if (!inForce) return [];
  return [
    escapeHtml(lastDayWords(view, reading)),
    ...(person === null && acts.includes('ask') ? [html('violation:view.unnamed')] : []),
    ...(isOwn && acts.length === 0 ? [html('violation:view.ownCase')] : []),
  ];
}

/** Until when a penalty may be imposed; in plain words, for a paper too. */
export function lastDayWords({ lastDay, lastDayOfDeed }: ViolationView, reading: Reading): string {
  const isOver = lastDay < todayOf(reading);
  return reading.words.plain(isOver ? 'violation:view.lastDayOver' : 'violation:view.lastDay', {
    day: fullDay(lastDay),
    half: fullDay(lastDayOfDeed),
  });
}

function buttonsOf(view: ViolationView, { words: { plain } }: Reading, isManager: boolean): ScreenButton[][] {
  const { id: violationId, appealId, number, personId, heldBy, acts, explanations } = view;
  const may = (act: ViolationAct) => acts.includes(act);
  const papers = [
    ...(view.hasPaper ? [button(plain('violation:button.paper'), { kind: 'violationPaper', violationId })] : []),
    ...(explanations.some(({ files }) => files.length > 0)
      ? [button(plain('violation:button.files'), { kind: 'violationFiles', violationId })]
      : []),
  ];
  return [
    ...(may('explain')
      ? [
          [
            button(
              plain(
                explanations.every((one) => one.personId !== personId)
                  ? 'violation:button.explain'
                  : 'violation:button.explainMore',
              ),
              {
                kind: 'explain',
                violationId,
              },
            ),
          ],
        ]
      : []),
    ...(may('ask')
      ? heldBy.map(({ id: heldById, name }) => [
          button(
            heldBy.length === 1
              ? plain('violation:button.ask')
              : shorten(plain('violation:button.askOf', { name }), CAPTION),
            { kind: 'askExplanation', violationId, personId: heldById },
          ),
        ])
      : []),
    ...inRows(
      [
        ...(may('decide') ? [button(plain('violation:button.decide'), { kind: 'decideViolation', violationId })] : []),
        ...(may('withdrawAsk')
          ? [button(plain('violation:button.withdrawAsk'), { kind: 'withdrawAsk', violationId })]
          : []),
        ...(may('reopen') ? [button(plain('violation:button.reopen'), { kind: 'reopenViolation', violationId })] : []),
      ],
      2,
    ),
    ...(papers.length === 0 ? [] : [papers]),
    [
      button(plain('violation:button.card', { number }), { kind: 'open', appealId }),
      button(plain('violation:button.history'), { kind: 'history', appealId, page: 0 }),
    ],
    [
      isManager
        ? button(plain('violation:button.journal'), { kind: 'violationsNow' })
        : button(plain('violation:button.own'), { kind: 'ownViolations', page: 0 }),
    ],
  ];
}

/** Null: there is none, or it is not theirs. */
export async function drawViolation(
  { desk }: Pick<Talk, 'desk'>,
  { official, reading }: Pick<Turn, 'official' | 'reading'>,
  violationId: number,
  news: ViolationNews | null = null,
): Promise<Screen | null> {
  const view = await readViolation(desk, official, violationId);
  return view && violationScreen(view, reading, { news, isManager: hasRight(official, 'violations') });
}

/** Null: the journal is not theirs. */
export async function drawJournal({ desk }: Talk, turn: Turn, part: JournalPart): Promise<Screen | null> {
  const { from, to } = part.named;
  const read = await readJournal(desk, turn.official, { from, to, ofId: part.ofId, only: part.only });
  return read && journalScreen(read, part, turn.reading);
}

export async function drawKindsOfJournal(
  { desk }: Talk,
  { official, reading }: Turn,
  part: Pick<JournalPart, 'named' | 'ofId'>,
): Promise<Screen | null> {
  const { from, to } = part.named;
  const read = await readJournal(desk, official, { from, to, ofId: part.ofId, only: null });
  return read && journalKindsScreen(read, part, reading);
}

export async function drawPeopleOfJournal(
  { desk }: Talk,
  { official, reading }: Turn,
  named: Named,
  page: number,
): Promise<Screen | null> {
  const people = await readPeopleOfJournal(desk, official, named);
  return people && journalPeopleScreen(people, { named, page }, reading);
}

export const drawOwnViolations = async ({ desk }: Talk, { official, reading }: Turn, page: number): Promise<Screen> =>
  ownViolationsScreen(await readOwnViolations(desk, official), page, reading);

/** Why an act was refused, in plain words; where it is another has been first, and where it is now is said. */
export function refusalWords({ refusal, at }: Extract<ActedOnViolation, { ok: false }>, { plain }: Words): string {
  if (at === null) return plain('violation:refusal.gone');
  return plain(`violation:refusal.${refusal}`, { state: plain(`violation:state.${at}`) });
}
