import { databaseOf } from '../../database/database';
import { approvedLate } from '../../regulation/asks';
import { dayOf } from '../../regulation/calendar';
import { isIncomplete } from '../../regulation/completing';
import { daysLate, shownDue } from '../../regulation/deadlines';
import { stagesOf } from '../../regulation/decide';
import type { HoldingRole } from '../../regulation/deputies';
import { edgesOf, isWithin, type Box } from '../../regulation/district';
import { standings, type Actor, type AppealFacts, type Circumstances } from '../../regulation/facts';
import { dateHeldAtEntry, dateStillHolds } from '../../regulation/guards';
import { actionsByImportance } from '../../regulation/importance';
import { heldDue, postponableUntil } from '../../regulation/joining';
import { isOneOf } from '../../regulation/lists';
import { roundForeseen } from '../../regulation/reexamination';
import { applicantStanding, contactsStanding, hasRight, maySee } from '../../regulation/rights';
import { kindAnswered } from '../../regulation/signatures';
import { MEANING, type TimedStage } from '../../regulation/stages';
import { mayTake } from '../../regulation/tasks';
import { intakeEnd } from '../../regulation/visits';
import { FINAL_STAGES, type Action, type Stage } from '../../regulation/vocabulary';
import { maskPersonalData, maskPlace } from '../../text/personal-data';
import { shownSignature } from '../answers/version-files';
import { factsOf, loadAppeal, type LoadedAppeal } from '../appeals/appeal-store';
import { inShort, type ActedBy, assumptionsOf } from '../appeals/contacts';
import { passingOf } from '../appeals/holders';
import { isMuchAlike, likelyRepeats, type LikelyRepeat } from '../appeals/likely-repeats';
import { whoseMayBe } from '../appeals/whose';
import { shortName } from '../kit/officials';
import { circumstances, type Desk } from '../kit/ports';
import { nameToldApart, peopleNamed } from '../people/people';
import { reportPhotos } from '../photos/photos';
import type { AppealCard, DeliveryLine, Joined, PersonName, SentBack } from './card';
import { readDetails, type Details } from './card-details';
import { shownShipments } from './status';

/** Lines of a card; more of them are found by the form of «Объединить». */
const REPEATS = 4;

/** What a card says of its appeal without looking at others. */
type CardAlone = Omit<AppealCard, 'offer' | 'namedInPos' | 'repeats'>;

/**
 * The card of an appeal as this person sees it, with the buttons that the table allows them; null when there is none, or
 * they take no part in the work.
 * @param seen the appeal as an act of this moment has found it, so that it is not loaded once more if it still stands so
 */
export async function readCard(
  desk: Desk,
  appealId: number,
  viewer: Actor,
  seen?: LoadedAppeal,
): Promise<{ readonly card: AppealCard; readonly appeal: LoadedAppeal } | null> {
  if (!maySee(viewer, 'card')) return null;
  const around = circumstances(desk);
  const [details] = await databaseOf(desk).query<Details>(readDetails, [
    appealId,
    dayOf(around.now, around.calendar),
    JSON.stringify(desk.office.shares),
  ]);
  if (!details) return null;
  const appeal = seen?.mark === details.mark ? seen : await loadAppeal(databaseOf(desk), appealId, around, false);
  if (!appeal) return null;
  const card = cardOf(desk, appeal, details, viewer, around);
  const repeats = await repeatsFor(desk, appeal, viewer);
  const actions = repeats.some(({ alike }) => isMuchAlike(alike)) ? joinFirst(card.actions) : card.actions;
  return { appeal, card: { ...card, repeats, actions, ...(await offersOn(desk, card, details, around)) } };
}

/** What ПОС says comes before what former appeals suggest. */
async function offersOn(
  desk: Desk,
  { id, executor, actions, saidInPos }: CardAlone,
  details: Details,
  { now, calendar }: Circumstances,
): Promise<Pick<AppealCard, 'offer' | 'namedInPos'>> {
  if (executor !== null || !actions.includes('assign')) return { offer: null, namedInPos: null };
  const database = databaseOf(desk);
  const there = saidInPos?.finished === false ? saidInPos.executor : null;
  const named = there === null ? undefined : (await peopleNamed(database, [there])).get(there);
  return {
    namedInPos: named?.what === 'one' ? { executorId: named.personId, name: named.name } : null,
    offer: await whoseMayBe(database, { id, ...details }, dayOf(now, calendar)),
  };
}

/** For whoever may join them, while they may be joined: those that are worked as one with it already are no news. */
async function repeatsFor(desk: Desk, appeal: LoadedAppeal, viewer: Actor): Promise<readonly LikelyRepeat[]> {
  if (!stagesOf('join').includes(appeal.state.stage) || !hasRight(viewer, 'register')) return [];
  const { follows, followers } = appeal;
  if (follows !== null) return [];
  const known = followers.map(({ id }) => id);
  return (await likelyRepeats(databaseOf(desk), appeal.id)).filter(({ id }) => !known.includes(id)).slice(0, REPEATS);
}

/** What a coordinator is to look at before it is distributed is offered beside that; of what is merely near they may find it under «Ещё». */
function joinFirst(actions: readonly Action[]): readonly Action[] {
  if (!actions.includes('join')) return actions;
  const [first, ...others] = actions.filter((action) => action !== 'join');
  return first === undefined ? actions : [first, 'join', ...others];
}

const joinedOf = ({ kind, state, follows, followers }: LoadedAppeal): Joined => ({
  nearestDue: state.visits?.nearestDue ? new Date(state.visits.nearestDue) : null,
  follows,
  followers: followers.map(({ id, number, kind, state }) => ({ id, number, kind, due: state.dueAt })),
  kind: kindAnswered([kind, ...followers.map((one) => one.kind)]),
  heldDue: heldDue([{ kind, state }, ...followers].map((one) => ({ kind: one.kind, due: one.state.dueAt }))),
});

function cardOf(desk: Desk, appeal: LoadedAppeal, details: Details, viewer: Actor, around: Circumstances): CardAlone {
  const facts = factsOf(appeal);
  const person = peopleIn(details);
  const standing = standingOf(desk, facts, { viewer, around, person, details });
  return {
    ...registrationOf(appeal, details, desk.office.district),
    ...stageOf(appeal, around),
    outcome: outcomeOf(appeal, details, around),
    assumptions: assumptionsOf(appeal, details.assumptions, around.calendar),
    ...participantsOf(appeal, details, person),
    organization: masked(details.organization),
    redirectReason: appeal.state.redirectReason,
    redirectNotice: appeal.state.redirectNotice,
    ...answerOf(appeal, details, viewer),
    postponementUsed: facts.postponementUsed,
    postponableUntil: postponableUntil(facts, around),
    ...gatheredOf(details),
    ...wordsOf(details),
    deliveries: (details.deliveries ?? []).map(deliveryLine),
    ownTask: ownTaskOf(details, facts, viewer),
    joined: joinedOf(appeal),
    timesAtHouse: details.timesAtHouse,
    lacks: isIncomplete(appeal.lacks) && !MEANING[facts.stage].finished ? appeal.lacks : [],
    dateGone: MEANING[facts.stage].signs ? dateGone(facts, viewer, around) : null,
    ...standing,
    round: standing.actions.includes('returnForReexamination') ? roundForeseen(facts, around) : null,
    sentBack: DECIDES.some((action) => standing.actions.includes(action)) ? sentBackOf(details, facts.stage) : null,
  };
}

function dateGone(facts: AppealFacts, viewer: Actor, around: Circumstances): AppealCard['dateGone'] {
  if (dateStillHolds(facts, viewer, around) === null) return null;
  const signedThere = around.signatures === 'mark' && approvedLate(facts, around) !== null && !facts.awaitsEntry;
  return signedThere && dateHeldAtEntry(facts, viewer, around) === null ? 'unlessSigned' : 'gone';
}

const masked = (text: string | null): string | null => (text === null ? null : maskPersonalData(text));

/** `role`: in which they are met here, and so who stands in. */
type FindPerson = (id: number | null, role: HoldingRole) => PersonName | null;

function peopleIn({ people }: Details): FindPerson {
  const known = new Map((people ?? []).map((person) => [person.id, person]));
  return (id, role) => {
    const person = id === null ? undefined : known.get(id);
    if (!person) return null;
    const { name, hasNamesake, unreachable, absent, deputies } = person;
    const deputy = deputies?.[role];
    return {
      id: person.id,
      name: nameToldApart(name, hasNamesake),
      unreachable,
      absent,
      deputy: deputy ? { ...deputy, name: shortName(deputy.name) } : null,
      deputyActed: null,
    };
  };
}

/** What was registered, and never changes. */
function registrationOf({ id, number, kind, registeredAt }: LoadedAppeal, details: Details, district: Box) {
  const { epguNumber, fastTrackDays, category, subcategory, fact, text, address, settlement } = details;
  const { latitude, longitude } = details;
  return {
    id,
    number,
    epguNumber,
    kind,
    fastTrackDays,
    path: [category, subcategory, fact].filter((part) => part !== null).map(maskPersonalData),
    text: masked(text),
    address: address === null ? null : maskPlace(address),
    settlement: settlement === null ? null : maskPlace(settlement),
    isOutside: latitude !== null && longitude !== null && !isWithin({ latitude, longitude }, district),
    outsideAssumed: JSON.stringify(details.district) !== JSON.stringify(edgesOf(district)),
    registeredAt,
    saidInPos: details.saidInPos,
  } satisfies Partial<AppealCard>;
}

/** Where it is, and until when. */
function stageOf(appeal: LoadedAppeal, around: Circumstances) {
  const { calendar } = around;
  const { state, registeredAt, receivedAt } = appeal;
  const { finished, timed, duty } = MEANING[state.stage];
  return {
    stage: state.stage,
    finished,
    version: state.version,
    due: state.dueAt,
    shownDue: shownDue(state.dueAt, registeredAt, calendar),
    stageDue: timed && stageDueOf(appeal, timed),
    receivedAt: intakeEnd(receivedAt, state.visits),
    passing: passingOf(appeal, around),
    dutyDue: duty && state.reportedAt === null ? state.dutyDueAt : null,
    progress: state.progress,
    reexaminations: state.reexaminations,
    extended: state.extended,
  } satisfies Partial<AppealCard>;
}

/** Of all that are worked as one the stage that ends first: one act ends them together. */
function stageDueOf(appeal: LoadedAppeal, stage: TimedStage): AppealCard['stageDue'] {
  const [nearest] = [appeal, ...appeal.followers]
    .flatMap(({ number, state: { stage: theirs, stageDueAt: due, visits } }) =>
      theirs === appeal.state.stage && due ? [{ stage, due, cut: visits?.cut ?? false, number }] : [],
    )
    .sort((one, other) => one.due.getTime() - other.due.getTime());
  return nearest ? { ...nearest, number: nearest.number === appeal.number ? null : nearest.number } : null;
}

/** Of what has its answer in ПОС the day is known only where ПОС has told it. */
function outcomeOf(
  { state: { stage, dueAt }, isReturned }: LoadedAppeal,
  { finishedBy }: Details,
  { calendar }: Circumstances,
): AppealCard['outcome'] {
  if (!isOneOf(FINAL_STAGES, stage) || finishedBy === null) return null;
  const { action, at, on, closure, reason } = finishedBy;
  if (on === null && (action === 'answeredThere' || action === 'redirectedThere')) return null;
  const day = on ?? dayOf(new Date(at), calendar);
  const closed = closure && { closure, reason: reason ?? '' };
  return { stage, day, due: dueAt, daysLate: daysLate(dueAt, day, calendar), closed, isReturned };
}

function participantsOf({ state }: LoadedAppeal, { deputyActed }: Details, person: FindPerson) {
  const supervisor = (id: number | null, deputy: string | null) => {
    const found = person(id, 'supervisor');
    return found && { ...found, deputyActed: deputy === null ? null : shortName(deputy) };
  };
  return {
    executor: person(state.executorId, 'executor'),
    agreeing: supervisor(state.agreeingId, deputyActed.agreeing),
    approving: supervisor(state.approvingId, deputyActed.approving),
    report: state.reportedAt && {
      to: supervisor(state.reportedToId, deputyActed.reportedTo),
      at: state.reportedAt,
      acknowledged: state.reportAcknowledgedAt !== null,
    },
  } satisfies Partial<AppealCard>;
}

function answerOf({ state, draft }: LoadedAppeal, details: Details, viewer: Actor) {
  const { text, waitsForDate } = MEANING[state.stage];
  const { signs = null, repeated = null } = details.draft ?? {};
  const isShown = text !== 'earlier' && maySee(viewer, 'formalSigns');
  return {
    draft: details.draft &&
      draft &&
      text && {
        state: text,
        type: draft.type,
        text: details.draft.text,
        author: shortName(details.draft.author),
        preparedBy: shortName(details.draft.preparedBy ?? details.draft.author),
        postponedUntil: draft.postponedUntil,
        withoutPhoto: details.draft.withoutPhoto,
        textBeforeEdit: details.draft.before,
        change: details.draft.change,
        photos: details.draft.photos,
        files: details.draft.files,
        signature: details.draft.signature && shownSignature(details.draft.signature),
        signedThere: text === 'answer' ? details.draft.signedThere : null,
        advice: isShown && signs && signs.length > 0 ? { signs, repeated } : null,
      },
    answerType: state.answerType,
    postponedUntil: waitsForDate ? state.postponedUntil : null,
  } satisfies Partial<AppealCard>;
}

/** What whoever works on it has brought together. */
function gatheredOf({ attached, reportPhotos: report, visits, requests, instructions, papers }: Details) {
  return {
    ...attached,
    reportPhotos: reportPhotos(report),
    visits: (visits ?? []).map((visit) => ({
      ...visit,
      at: new Date(visit.at),
      people: visit.people.map(shortName),
    })),
    requests: requests ?? [],
    papers: papers ?? [],
    instructions: (instructions ?? []).map((one) => ({ ...one, giver: shortName(one.giver) })),
  } satisfies Partial<AppealCard>;
}

/** What was said of it, as the journal has it. */
function wordsOf({ remarks, organizationAnswer, comment, latest }: Details) {
  return {
    remarks: (remarks ?? []).map(said),
    organizationAnswer: organizationAnswer && {
      ...organizationAnswer,
      organization: organizationAnswer.organization ?? '',
      at: new Date(organizationAnswer.at),
    },
    comment: comment && {
      text: comment.text ?? '',
      at: new Date(comment.at),
      by: inShort(comment.by),
    },
    latest: latest && {
      action: latest.action,
      by: latest.by && inShort(latest.by),
      at: new Date(latest.at),
    },
    reason: latest?.reason ?? null,
  } satisfies Partial<AppealCard>;
}

const said = <Kept extends { readonly by: ActedBy; readonly at: string }>(kept: Kept) => ({
  ...kept,
  by: inShort(kept.by),
  at: new Date(kept.at),
});

/** Whoever may do these decides on what waits. */
const DECIDES = ['rejectAnswer', 'rejectRedirect'] as const satisfies readonly Action[];

function sentBackOf({ sentBack }: Details, stage: Stage): SentBack | null {
  const isDecided = MEANING[stage].text === 'draft';
  return (
    sentBack && {
      ...said(sentBack),
      before: isDecided ? sentBack.before : null,
      change: isDecided ? sentBack.change : null,
    }
  );
}

const deliveryLine = (delivery: NonNullable<Details['deliveries']>[number]): DeliveryLine => ({
  ...delivery,
  placedAt: delivery.placedAt === null ? null : new Date(delivery.placedAt),
  placedBy: delivery.placedBy === null ? null : shortName(delivery.placedBy),
  shipments: shownShipments(delivery.shipments),
});

function ownTaskOf({ deliveries }: Details, { executorId }: AppealFacts, viewer: Actor): number | null {
  if (hasRight(viewer, 'tasks')) return null;
  const own = (deliveries ?? []).find(
    ({ placedAt, withdrawn, kind, authorId }) =>
      placedAt === null && !withdrawn && mayTake(viewer, { kind, executorId, authorId }),
  );
  return own?.id ?? null;
}

interface Looking {
  readonly viewer: Actor;
  readonly around: Circumstances;
  readonly person: FindPerson;
  readonly details: Pick<Details, 'hasApplicant' | 'storesApplicant' | 'isForgotten'>;
}

/** What the viewer is to it, and may do. */
function standingOf({ office }: Desk, facts: AppealFacts, { viewer, around, person, details }: Looking) {
  const { hasApplicant, storesApplicant, isForgotten } = details;
  const mine = standings(viewer, facts);
  const absent = mine
    .map(({ onBehalfOfId }) => person(onBehalfOfId, 'executor')?.name)
    .filter((name) => name !== undefined);
  return {
    capacities: mine.map(({ capacity }) => capacity),
    standsInFor: [...new Set(absent)],
    actions: actionsByImportance(facts, viewer, around),
    contacts: office.personalDataInChat !== 'never' && hasApplicant && contactsStanding(viewer, facts) !== null,
    isForgotten,
    applicant: storesApplicant && applicantStanding(viewer, facts) !== null,
    destroyed: isForgotten && applicantStanding(viewer, facts) !== null,
    folder: maySee(viewer, 'folder'),
  } satisfies Partial<AppealCard>;
}
