import { escapeHtml, inSentence, type Words } from '../../../src/i18n';
import { dayOf, toPlainDate } from '../../../src/regulation/calendar';
import type { Notice } from '../../../src/regulation/effects';
import type { MessageKind, Params } from '../../../src/usecases/kit/messages';
import type { NoticeFacts } from '../../../src/usecases/card/notice';
import { button, inRows, only, shorten, type Screen, messengerName } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { actedBy } from '../appeals/acted-by';
import { toldHeadLines } from '../proof/head-words';
import { clockTime, moment, namedDay, shortDay } from '../kit/calendar-words';
import { weekendScreen } from '../digests/personal-digest';
import { weeklyScreen } from '../digests/weekly';
import { passedNotice, unheldNotice } from '../lines/duty';
import { lineGroupNotice } from '../lines/group-screens';
import { lineQuestionNotice, lineQuestionsNotice } from '../lines/line-screens';
import { engagementPaperNotice } from '../engagement/paper-screens';
import { engagementTaskNotice } from '../engagement/tasks';
import {
  deputyNames,
  roleWord,
  absenceToConfirmScreen,
  approvalsUncoveredScreen,
  uncoveredTodayScreen,
} from '../absences/absence-screens';
import { engagementNagsScreen, engagementNewsScreen } from '../engagement/engagement-screens';
import {
  accountAddedScreen,
  deputyUnreachedScreen,
  homeMovedScreen,
  messengerSilentScreen,
} from '../people/account-notices';
import { copyAheadScreen, copyCheckedScreen, copyOldScreen, restoredScreen } from '../upkeep/copies';
import { invites, LINE, visitLines } from '../card/remark-lines';
import { keysOf } from '../../../src/regulation/lists';
import { readUncovered } from '../../../src/usecases/people/uncovered';
import { type DeliveringDeps, type Renderer, type Renderers, toPerson, say } from '../kit/renderer';

/** What a message says, from its params alone; null: there is nothing to say any more. */
type NoticeScreen<Kind extends MessageKind> = (params: Params<Kind>, reading: Reading) => Screen | null;

/** A line about an act on an appeal, to whom it concerns; of a visit, all that one has to know to come. */
export function actNoticeScreen(
  { id, notice, personId, formEnded }: Params<'notice'>,
  facts: NoticeFacts,
  reading: Reading,
): Screen | null {
  if (notice === null) return null;
  const { words, now, calendar } = reading;
  const { html, plain } = words;
  const { number, by, visit, moved, instruction, version } = facts;
  const name = by === null ? '' : actedBy(by, words);
  const dayIn = (instant: Date | null | undefined) =>
    instant ? shortDay(dayOf(instant, calendar), dayOf(now, calendar)) : '';
  const days = { day: dayIn(moved?.due), before: dayIn(moved?.before) };
  const said = html(`notice:${noticeKey(notice, facts)}`, { number, name, ...days });
  const told = formEnded ? `${said}\n${html('notice:notSent')}` : said;
  const decline = invites(notice, visit, personId);
  const about = visit
    ? visitLines(visit, notice, number, personId, reading)
    : instruction === null
      ? []
      : [escapeHtml(shorten(instruction, LINE))];
  return {
    text: about.length > 0 ? [`<b>${told}</b>`, ...about].join('\n') : told,
    buttons: [
      [button(plain('notice:open'), { kind: 'open', appealId: id })],
      ...(decline
        ? [
            [
              button(plain('appeal:action.declineVisit'), {
                kind: 'act',
                action: 'declineVisit',
                appealId: id,
                version,
              }),
            ],
          ]
        : []),
    ],
  };
}

/** Of one notice its act may ask for other words. */
function noticeKey(notice: Notice, { by, moved, edited, undone }: NoticeFacts) {
  // The clock has ended the appeal.
  if (notice === 'visitCancelled' && by === null) return 'visitOff';
  if (notice === 'meetingCancelled' && by === null) return 'meetingOff';
  const isKnown = moved !== null && moved.before !== null;
  if (notice === 'termCorrected' && moved)
    return moved.isPast ? 'termMovedPast' : isKnown ? 'termMovedFrom' : 'termMoved';
  if (notice === 'termAsThere' && isKnown) return 'termAsThereFrom';
  if (notice === 'termExtended' && isKnown) return 'termExtendedFrom';
  if (notice === 'answerApproved' && edited) return 'answerApprovedEdited';
  return notice === 'assignmentTaken' && undone ? 'assignmentUndone' : notice;
}

/** More appeals at once than cards would be read of. */
const batchScreen: NoticeScreen<'batch'> = ({ count }, { words: { html, plain } }) => ({
  text: html('notice:batch', { count }),
  buttons: [[button(plain('appeal:stage.coordination'), { kind: 'list', list: 'coordination', page: 0 })]],
});

const contactsHeldScreen: NoticeScreen<'contactsHeld'> = ({ count, letters, appeals }, { words: { html, plain } }) => ({
  text: [
    ...(count > letters ? [html('applicant:held', { count: count - letters })] : []),
    ...(letters > 0 ? [html('applicant:heldLetters', { count: letters })] : []),
  ].join('\n\n'),
  buttons: cardsOf(appeals, plain),
});

const participantLeftScreen: NoticeScreen<'participantLeft'> = (
  { name, count, appeals, why },
  { words: { html, plain } },
) => ({
  text: html(why === 'disabled' ? 'people:participantLeft' : 'people:participantLost', { name, count }),
  buttons: cardsOf(appeals, plain),
});

const cardsOf = (appeals: Params<'participantLeft'>['appeals'], plain: Words['plain']) =>
  inRows(
    appeals.map(({ id, number }) => button(plain('card:title', { number }), { kind: 'open', appealId: id })),
    2,
  );

/** As many as are read at a glance. */
const MOST_LEFT = 20;

/** The same of several at once. */
const participantsLeftScreen: NoticeScreen<'participantsLeft'> = ({ people, appeals }, { words: { html, plain } }) => ({
  text: [
    html('people:participantsLost.title'),
    ...people.slice(0, MOST_LEFT).map(({ name, count }) => html('people:participantsLost.line', { name, count })),
    ...(people.length > MOST_LEFT ? [html('setup:table.rest', { count: people.length - MOST_LEFT })] : []),
  ].join('\n'),
  buttons: cardsOf(appeals, plain),
});

/** What an admin has given and taken. */
const rightsChangedScreen: NoticeScreen<'rightsChanged'> = ({ given, taken, approves, managesAffairs }, { words }) => {
  const named = (roles: typeof given) => roles.map((role) => inSentence(words.plain(`people:role.${role}`))).join(', ');
  const lines = [
    ...(given.length > 0 ? [words.html('people:rights.given', { roles: named(given) })] : []),
    ...(taken.length > 0 ? [words.html('people:rights.taken', { roles: named(taken) })] : []),
    ...(approves === null ? [] : [words.html(approves ? 'people:rights.approves' : 'people:rights.approvesNot')]),
    ...(managesAffairs === null
      ? []
      : [words.html(managesAffairs ? 'violation:naming.told' : 'violation:naming.toldNot')]),
  ];
  return lines.length === 0 ? null : only(lines.join('\n'));
};

type TurnedRights = Params<'rightsByFile'>['people'][number];

/** «снята роль: куратор; право утверждать дано» */
function turnedWords({ given, taken, approves, managesAffairs }: TurnedRights, { plain }: Words): string {
  const named = (roles: typeof given) => roles.map((role) => inSentence(plain(`people:role.${role}`))).join(', ');
  return [
    ...(taken.length > 0 ? [plain('people:byFile.taken', { roles: named(taken) })] : []),
    ...(given.length > 0 ? [plain('people:byFile.given', { roles: named(given) })] : []),
    ...(approves === null ? [] : [plain(approves ? 'people:byFile.approves' : 'people:byFile.approvesNot')]),
    ...(managesAffairs === null
      ? []
      : [inSentence(plain(managesAffairs ? 'violation:naming.named' : 'violation:naming.notNamed'))]),
  ].join('; ');
}

/** What the file of the start has made of rights that were changed in the chat. */
const rightsByFileScreen: NoticeScreen<'rightsByFile'> = ({ people }, { words }) =>
  only(
    [
      words.html('people:byFile.title'),
      ...people
        .slice(0, MOST_LEFT)
        .map((one) => words.html('people:byFile.line', { name: one.name, what: turnedWords(one, words) })),
      ...(people.length > MOST_LEFT ? [words.html('setup:table.rest', { count: people.length - MOST_LEFT })] : []),
      words.html('people:byFile.todo'),
    ].join('\n'),
  );

/** What the server names and nobody was given. */
const accountWithheldScreen: NoticeScreen<'accountWithheld'> = (
  { name, userId: id, why },
  { words: { html, plain } },
) =>
  only(
    name === null
      ? html('people:roster.adminRemoved', { id })
      : html('people:byFile.account', {
          what: plain(why === 'kept' ? 'people:roster.accountKept' : 'people:roster.accountRemoved', { name, id }),
        }),
  );

type AbsenceParams = Params<'absenceAdded'>;

/** One's own absence, which somebody else has entered or cancelled. */
const ownAbsence =
  (kind: 'absenceAdded' | 'absenceCancelled') =>
  ({ deputy, deputies, fromDay, untilDay }: AbsenceParams, { words, now, calendar }: Reading): Screen => {
    const { html } = words;
    const today = dayOf(now, calendar);
    const dates = { from: shortDay(fromDay, today), until: shortDay(untilDay, today) };
    if (kind === 'absenceAdded' && deputy !== null)
      return only(html('people:absence.told.absenceAddedOwnDeputy', { ...dates, deputy }));
    if (kind === 'absenceAdded' && deputies.length > 0)
      return only(
        html('people:absence.told.absenceAddedOwnDeputies', { ...dates, deputies: deputyNames(deputies, words) }),
      );
    return only(html(`people:absence.told.${kind}Own`, dates));
  };

/** To whoever stands in: while they do, a button leads to what is theirs now. */
const standingIn =
  (kind: 'absenceAdded' | 'absenceCancelled' | 'absenceBegins') =>
  ({ name, roles, fromDay, untilDay }: AbsenceParams, { words, now, calendar }: Reading): Screen => {
    const { html, plain } = words;
    const today = dayOf(now, calendar);
    const dates = { from: shortDay(fromDay, today), until: shortDay(untilDay, today) };
    const whom =
      roles.length === 0
        ? name
        : plain('people:absence.deputyAs', { name, role: roles.map((role) => roleWord(role, words)).join(', ') });
    const isNow = kind !== 'absenceCancelled' && fromDay <= today && today <= untilDay;
    return {
      text: html(`people:absence.told.${kind}`, { ...dates, name: whom }),
      buttons: isNow ? [[button(plain('people:absence.theirs'), { kind: 'list', list: 'mine', page: 0 })]] : [],
    };
  };

const absenceScreen =
  (kind: 'absenceAdded' | 'absenceCancelled'): NoticeScreen<typeof kind> =>
  (params, reading) =>
    params.own ? ownAbsence(kind)(params, reading) : standingIn(kind)(params, reading);

/** To whoever is on duty by another's word. */
const onDutyScreen: NoticeScreen<'onDuty'> = ({ days }, { words, now, calendar }) => ({
  text: words.html('people:duty.told', {
    days: days.map((day) => namedDay(day, dayOf(now, calendar), words)).join(', '),
  }),
  buttons: [[button(words.plain('people:duty.title'), { kind: 'duty' })]],
});

const groupUnreachableScreen: NoticeScreen<'groupUnreachable'> = (
  { groupId, title, trouble },
  { words: { html, plain } },
) => ({
  text: html(`digest:groups.unreachable.${trouble}`, { title }),
  buttons: [[button(plain('digest:groups.show'), { kind: 'group', groupId })]],
});

const groupInvitesScreen: NoticeScreen<'groupInvites'> = (
  { messenger, groupChatId: chatId, title },
  { words: { html, plain } },
) => ({
  text: html('digest:groups.invites', { title }),
  buttons: [[button(plain('digest:groups.here'), { kind: 'groupHere', chatId, messenger })]],
});

/** Beside one card of one draft: several are a list. */
const draftsToEnterScreen: NoticeScreen<'draftsToEnter'> = ({ count }, { words: { html, plain } }) => ({
  text: html('notice:draftsToEnter', { count }),
  buttons: [[button(plain('list:name.placing'), { kind: 'list', list: 'placing', page: 0 })]],
});

/** What the clock should have done and has not. */
const jobFailedScreen: NoticeScreen<'jobFailed'> = ({ job, at, until }, { words: { html, plain }, now, calendar }) => {
  const said = { job: plain(`notice:job.${job}`), until: clockTime(until, calendar) };
  return only(
    at ? html('notice:jobFailed', { ...said, moment: moment(at, now, calendar) }) : html('notice:jobNotPlanned', said),
  );
};

/** A year without a production calendar: what it means and what an admin can do. */
const unloadedScreen =
  (what: 'unloaded' | 'used'): NoticeScreen<'calendarUnloaded' | 'calendarUnloadedUsed'> =>
  ({ year }, { words: { html, plain } }) => ({
    text: `⚠️ ${html(`calendar:notice.${what}`, { year })}\n${html('calendar:notice.remedy', { year })}`,
    buttons: [[button(plain('calendar:button.calendar'), { kind: 'calendar', day: toPlainDate(`${year}-01-01`) })]],
  });

/** Texts to be mended by hand. */
const dotsInTextsScreen: NoticeScreen<'dotsInTexts'> = ({ numbers, count }, { words: { html } }) => {
  const more = count - numbers.length;
  const shown = numbers.join(', ');
  return only(
    `⚠️ ${html('notice:dots.found')}\n${more > 0 ? html('notice:dots.more', { numbers: shown, more }) : shown}\n${html('notice:dots.remedy')}`,
  );
};

/** Photos will fail next: where, how much is left, what to do. */
const diskNearlyFullScreen: NoticeScreen<'diskNearlyFull'> = ({ folder, free }, { words: { html } }) => {
  const megabytes = Math.floor(free / 1_000_000);
  return only(`⚠️ ${html('notice:disk.nearlyFull', { folder, megabytes })}\n${html('notice:disk.remedy')}`);
};

/** What the clock would do waits: what was seen, what to do. */
const clockSteppedScreen: NoticeScreen<'clockStepped'> = (
  { before, after },
  { words: { html, plain }, now, calendar },
) => ({
  text: `⚠️ ${html('notice:clock.stepped', { before: moment(before, now, calendar), after: moment(after, now, calendar) })}\n${html('notice:clock.remedy')}`,
  buttons: [[button(plain('notice:clock.right'), { kind: 'clockIsRight' })]],
});

/** The messenger has dropped what waited for more than a day. */
const silenceScreen: NoticeScreen<'silence'> = (
  { messenger, since, until, isCertain },
  { words: { html }, now, calendar },
) => {
  const hours = { since: moment(since, now, calendar), until: moment(until, now, calendar) };
  return only(`⚠️ ${html(isCertain ? 'notice:silence.lost' : 'notice:silence.doubtful', { messenger, ...hours })}`);
};

const journalHeadScreen: NoticeScreen<'journalHead'> = (head, reading) => only(toldHeadLines(head, reading).join('\n'));

const screens = {
  batch: batchScreen,
  draftsToEnter: draftsToEnterScreen,
  weekend: weekendScreen,
  weekly: weeklyScreen,
  engagementNews: engagementNewsScreen,
  engagementNags: engagementNagsScreen,
  joined: ({ name }, { words }) => only(words.html('people:joined', { name })),
  deputyUnreached: deputyUnreachedScreen,
  accountAdded: accountAddedScreen,
  homeMoved: homeMovedScreen,
  messengerSilent: messengerSilentScreen,
  participantLeft: participantLeftScreen,
  participantsLeft: participantsLeftScreen,
  rightsChanged: rightsChangedScreen,
  contactsHeld: contactsHeldScreen,
  rightsByFile: rightsByFileScreen,
  accountWithheld: accountWithheldScreen,
  nobodyCoordinates: (_, { words }) => only(words.html('people:nobodyCoordinates')),
  absenceAdded: absenceScreen('absenceAdded'),
  absenceCancelled: absenceScreen('absenceCancelled'),
  absenceBegins: standingIn('absenceBegins'),
  approvalsUncovered: approvalsUncoveredScreen,
  absenceToConfirm: absenceToConfirmScreen,
  onDuty: onDutyScreen,
  lineQuestion: lineQuestionNotice,
  lineQuestions: lineQuestionsNotice,
  lineGroup: lineGroupNotice,
  engagementPaper: engagementPaperNotice,
  engagementTask: engagementTaskNotice,
  dutiesUnheld: unheldNotice,
  dutiesPassed: passedNotice,
  groupUnreachable: groupUnreachableScreen,
  groupInvites: groupInvitesScreen,
  saidOfFile: ({ said }, { words }) => only(words.html(`form:${said}`)),
  textPart: ({ html: text, opens }, { words }) => ({
    text,
    buttons: opens === null ? [] : [[button(words.plain('notice:open'), { kind: 'open', appealId: opens })]],
  }),
  failed: (_, { words }) => only(words.html('notice:failed')),
  shipmentFailed: ({ shipmentId }, { words }) => only(words.html('notice:shipmentFailed', { shipmentId })),
  reminderFailed: ({ reminderId }, { words }) => only(words.html('nag:failed', { reminderId })),
  jobFailed: jobFailedScreen,
  dotsInTexts: dotsInTextsScreen,
  termsCountedAnew: ({ count }, { words }) => only(words.html('notice:termsCountedAnew', { count })),
  diskNearlyFull: diskNearlyFullScreen,
  copyOld: copyOldScreen,
  copyAhead: copyAheadScreen,
  copyChecked: copyCheckedScreen,
  restored: restoredScreen,
  journalHead: journalHeadScreen,
  clockStepped: clockSteppedScreen,
  silence: silenceScreen,
  unheard: ({ messenger }, { words }) =>
    only(`⚠️ ${words.html('notice:unheard', { messenger: messengerName(messenger, words) })}`),
  calendarUnloaded: unloadedScreen('unloaded'),
  calendarUnloadedUsed: unloadedScreen('used'),
} satisfies { readonly [Kind in MessageKind]?: NoticeScreen<Kind> };
export type NoticeKind = keyof typeof screens;

/** Messages to an official that their params alone make. */
export const NOTICE_SCREENS: { readonly [Kind in NoticeKind]: NoticeScreen<Kind> } = screens;

/** Plain words to somebody: each row of `NOTICE_SCREENS` is how its kind is said. */
export function notices(deps: DeliveringDeps): Renderers<NoticeKind> {
  const notice = <Kind extends NoticeKind>(kind: Kind): Renderer<Kind> =>
    toPerson<Kind>(deps, async (official, params, message) =>
      say(deps, message, NOTICE_SCREENS[kind](params, deps.readingFor(official))),
    );
  // each kind has the renderer of its own kind
  return Object.fromEntries(keysOf(NOTICE_SCREENS).map((kind) => [kind, notice(kind)])) as Renderers<NoticeKind>;
}

/** What is read when it is said, and each time that it is drawn anew. */
export const uncovered = (deps: DeliveringDeps): Renderers<'uncoveredToday'> => ({
  uncoveredToday: toPerson(deps, async (official, _, message) =>
    say(deps, message, uncoveredTodayScreen(await readUncovered(deps.desk, official), deps.readingFor(official))),
  ),
});
