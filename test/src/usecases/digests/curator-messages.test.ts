import { NAG_REASONS, NAG_ROWS } from '../../../../src/regulation/nags';
import { nagged, type Colleague, type Places } from '../../../../src/regulation/recipients';
import type { Role } from '../../../../src/regulation/vocabulary';
import { GATHERED_KINDS } from '../../../../src/usecases/kit/digest-params';
import { BOOK } from '../../../../src/usecases/kit/messages';

// What reaches a curator, who watches (§2): at most three messages a working day, of which this table says what is what.

const OF_CURATORS = {
  /** A line of the next morning list. */
  list: ['morning', ...GATHERED_KINDS.filter((kind) => kind !== 'journalHead')],
  /** The second: a report, or the head of the journal, which late in the evening is a line, too. */
  digest: ['weekly', 'monthly', 'journalHead'],
  /** The third, one a day. */
  mustNotWait: ['uncoveredToday'],
  /** They have pressed for it, or asked that it come. */
  asked: [
    'weeklyFile',
    'statisticsFile',
    'violationsFile',
    'listMorning',
    'listFile',
    'folder',
    'folderPart',
    'textPart',
  ],
} as const;

/** To whoever has an account, of that account, of their own press, or of the place where they are written to. */
const OF_ANYBODY = [
  ...['redraw', 'redrawNags', 'redrawSaid', 'redrawParked', 'remove', 'commands', 'cardLeft', 'keptQuestion'],
  ...['saidOfFile', 'failed', 'joined', 'homeMoved', 'accountAdded', 'accountWithheld', 'accessTold', 'accessEnded'],
  ...['messengerSilent', 'rightsChanged', 'invitedInto', 'absenceAdded', 'absenceCancelled', 'absenceBegins'],
  ...['restored', 'unheard', 'silence', 'weekend'],
];
/** In other roles; no row of these addresses curators. */
const OF_OTHERS = [
  ...['card', 'nags', 'batch', 'draftsToEnter', 'takenOver', 'takeoverDone', 'participantLeft', 'participantsLeft'],
  ...['registryFile', 'registryErrors', 'registryAsks', 'registryDone', 'approvalsUncovered', 'absenceToConfirm'],
  ...['deputyUnreached', 'nobodyCoordinates', 'rightsByFile', 'onDuty', 'mailFailed', 'shipmentFailed', 'undelivered'],
  ...['parked', 'reminderFailed', 'jobFailed', 'termsCountedAnew', 'contactsHeld', 'dotsInTexts', 'diskNearlyFull'],
  ...['copyOld', 'copyAhead', 'copyChecked', 'sendingWaits', 'clockStepped', 'calendarUnloaded'],
  ...['calendarUnloadedUsed', 'groupDigest', 'groupAdded', 'groupUnreachable', 'groupInvites', 'listMonday'],
  ...['lineQuestion', 'lineQuestions', 'lineGroup', 'lineInGroup', 'engagementPaper', 'engagementTask'],
  ...['engagementNews', 'engagementNags', 'dutiesUnheld', 'dutiesPassed'],
];

test('each kind of message has its place: whose it is, and what of a curator’s three', () => {
  const known = [...Object.values(OF_CURATORS).flat(), ...OF_ANYBODY, ...OF_OTHERS];
  expect([...known].sort()).toEqual(Object.keys(BOOK).sort());
});

const colleague = (personId: number, ...roles: Role[]): Colleague => ({
  personId,
  roles,
  canApprove: roles.includes('supervisor'),
  supervisorId: 4,
  absent: false,
  deputies: {},
});
const OFFICE = [
  colleague(1, 'curator'),
  colleague(2, 'curator', 'coordinator'),
  colleague(3, 'executor'),
  colleague(4, 'supervisor'),
  colleague(5, 'coordinator'),
];
const places = (reason: (typeof NAG_REASONS)[number]): Places => ({
  stage: NAG_ROWS[reason].stages[0]!,
  executorId: 3,
  agreeingId: 4,
  approvingId: 4,
  awaitsEntry: false,
  organizationId: null,
});

test.each(NAG_REASONS)('the end of «%s» is gathered for a curator alone, and told to whoever acts in it', (reason) => {
  const told = nagged(reason, 'overdue', places(reason), OFFICE);
  const gathered = told.flatMap((one) => (one.gathered ? [one.personId] : []));
  const { overdueTo } = NAG_ROWS[reason];
  const isWatched = overdueTo.some((recipient) => recipient === 'curators');
  expect(gathered.includes(1)).toBe(isWatched);
  // Where coordinators hear of it, whoever is both hears as one of them.
  const acts = told.some(({ personId }) => personId === 5);
  expect(gathered.includes(2)).toBe(isWatched && !acts);
  expect(gathered.filter((id) => id > 2)).toEqual([]);
  expect(told.map(({ personId }) => personId)).toEqual([...new Set(told.map(({ personId }) => personId))]);
});

test('before its end nobody’s reminder is gathered', () => {
  for (const reason of NAG_REASONS)
    expect(nagged(reason, 'today', places(reason), OFFICE).some(({ gathered }) => gathered)).toBe(false);
});
