import { NOTICE_SCREENS, type NoticeKind } from '../screens/notices/notices';
import { type DeliveringDeps, type Renderer, type Renderers, toPerson, say } from './renderer';

/** Plain words: a row each of `NOTICE_SCREENS`. */
export function notices(deps: DeliveringDeps): Renderers<NoticeKind> {
  const notice = <Kind extends NoticeKind>(kind: Kind): Renderer<Kind> =>
    toPerson<Kind>(deps, async (official, params, message) =>
      say(deps, message, NOTICE_SCREENS[kind](params, deps.readingFor(official))),
    );
  return {
    batch: notice('batch'),
    draftsToEnter: notice('draftsToEnter'),
    weekend: notice('weekend'),
    weekly: notice('weekly'),
    engagementNews: notice('engagementNews'),
    engagementNags: notice('engagementNags'),
    joined: notice('joined'),
    deputyUnreached: notice('deputyUnreached'),
    accountAdded: notice('accountAdded'),
    homeMoved: notice('homeMoved'),
    messengerSilent: notice('messengerSilent'),
    participantLeft: notice('participantLeft'),
    participantsLeft: notice('participantsLeft'),
    rightsChanged: notice('rightsChanged'),
    rightsByFile: notice('rightsByFile'),
    absenceAdded: notice('absenceAdded'),
    absenceCancelled: notice('absenceCancelled'),
    absenceBegins: notice('absenceBegins'),
    approvalsUncovered: notice('approvalsUncovered'),
    onDuty: notice('onDuty'),
    lineQuestion: notice('lineQuestion'),
    lineGroup: notice('lineGroup'),
    engagementPaper: notice('engagementPaper'),
    engagementTask: notice('engagementTask'),
    dutiesUnheld: notice('dutiesUnheld'),
    dutiesPassed: notice('dutiesPassed'),
    groupUnreachable: notice('groupUnreachable'),
    groupInvites: notice('groupInvites'),
    saidOfFile: notice('saidOfFile'),
    textPart: notice('textPart'),
    failed: notice('failed'),
    reminderFailed: notice('reminderFailed'),
    shipmentFailed: notice('shipmentFailed'),
    jobFailed: notice('jobFailed'),
    contactsHeld: notice('contactsHeld'),
    dotsInTexts: notice('dotsInTexts'),
    termsCountedAnew: notice('termsCountedAnew'),
    diskNearlyFull: notice('diskNearlyFull'),
    copyOld: notice('copyOld'),
    copyAhead: notice('copyAhead'),
    copyChecked: notice('copyChecked'),
    restored: notice('restored'),
    journalHead: notice('journalHead'),
    silence: notice('silence'),
    unheard: notice('unheard'),
    calendarUnloaded: notice('calendarUnloaded'),
    calendarUnloadedUsed: notice('calendarUnloadedUsed'),
  };
}
