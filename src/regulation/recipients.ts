import type { BroughtTo } from './brought';
import type { Deputies } from './deputies';
import { NAG_ROWS, type NagReason, type NagRow, type NagThreshold, type Recipient } from './nags';
import { holderAt, PLACES, stagesToAct } from './rights';
import { MEANING } from './stages';
import type { Participant, Role, Stage } from './vocabulary';

/** In whose hands an appeal is. */
export type Holder = Participant | 'coordinator' | 'organization';

export interface Places {
  readonly stage: Stage;
  readonly executorId: number | null;
  readonly agreeingId: number | null;
  readonly approvingId: number | null;
  /** Nobody holds it before the coordinators have entered the draft into ПОС. */
  readonly awaitsEntry: boolean;
  /** That has it, or is to get it. */
  readonly organizationId: number | null;
  /** Who has taken its task for ПОС on themselves; null or absent: it is all coordinators'. */
  readonly taskTakenById?: number | null;
}

/** A person of the office who has an account that is not switched off. */
export interface Colleague {
  readonly personId: number;
  readonly roles: readonly Role[];
  readonly canApprove: boolean;
  /** The usual supervisor. */
  readonly supervisorId: number | null;
  /** Nothing that is said to them is heard now: as a deputy they count as away. Absent: they can be reached. */
  readonly unreached?: boolean;
  /** Away today; who stands in, if anybody. */
  readonly absent: boolean;
  readonly deputies: Deputies;
}

export interface Nagged {
  readonly personId: number;
  /** As the deputy of this absent person. */
  readonly absentId: number | null;
  /** Told only because the term is over. */
  readonly escalated: boolean;
  /** As a curator alone, who watches and does nothing of it: a line of their next morning list, and no message of its own. */
  readonly gathered?: true;
  readonly sound: Sound;
}

/**
 * On whose phone it is to sound (domain.md, Nags).
 *
 * own   theirs, or of whom they stand in for
 * all   all coordinators': on that of whoever is on duty
 * none  what others are late with; what a deputy is told in their place
 */
export type Sound = 'own' | 'all' | 'none';

const placeId = (place: Participant, appeal: Places): number | null =>
  ({ executor: appeal.executorId, agreeing: appeal.agreeingId, approving: appeal.approvingId })[place];

/** Nobody, when they have lost the role that the place needs: coordinators see that somebody must take it. */
const inPlace = (place: Participant, appeal: Places, colleagues: readonly Colleague[]): number[] =>
  colleagues
    .filter(({ personId, roles }) => personId === placeId(place, appeal) && roles.includes(PLACES[place].role))
    .map(({ personId }) => personId);

const withRole = (role: Role, colleagues: readonly Colleague[]): number[] =>
  colleagues.filter(({ roles }) => roles.includes(role)).map(({ personId }) => personId);

/** Who holds it; null: all coordinators, or nobody any more. */
export const placeOf = ({ stage, awaitsEntry }: Pick<Places, 'stage' | 'awaitsEntry'>): Participant | null =>
  awaitsEntry ? null : holderAt(stage);

/** In whose hands it is: one person, beside whom there may be a deputy, all coordinators, or the organization that has it. */
export function holdersOf(
  appeal: Places,
  colleagues: readonly Colleague[],
): { readonly holder: Holder; readonly ids: readonly number[]; readonly deputyId: number | null } {
  const place = placeOf(appeal);
  if (place === null) {
    const holder = appeal.stage === 'with_organization' ? 'organization' : 'coordinator';
    return { holder, ids: holder === 'coordinator' ? withRole('coordinator', colleagues) : [], deputyId: null };
  }
  const id = placeId(place, appeal);
  const deputy =
    id === null ? undefined : heard([{ personId: id, place }], colleagues).find((one) => one.absentId === id);
  const deputyId = deputy?.personId ?? null;
  const isAway = colleagues.some(({ personId, absent }) => personId === deputyId && absent);
  return { holder: place, ids: id === null ? [] : [id], deputyId: isAway ? null : deputyId };
}

/**
 * Whom whoever hears of it late may turn to: one person, a deputy in the place of somebody away. `away`: nobody, until somebody takes the
 * place; a null id without that: all coordinators, or an organization.
 */
export function whoCanAct(
  appeal: Places,
  colleagues: readonly Colleague[],
): { readonly id: number | null; readonly away: boolean } {
  const { ids, deputyId } = holdersOf(appeal, colleagues);
  const [id] = ids;
  if (placeOf(appeal) === null || id === undefined) return { id: null, away: false };
  const isAway = colleagues.find(({ personId }) => personId === id)?.absent === true;
  return isAway ? { id: deputyId, away: deputyId === null } : { id, away: false };
}

/** What waits for ПОС is nagged of so long after it came, and has no end of its own. */
const isOfTask = ({ counted }: NagRow['before'][number]): boolean => counted === 'hoursAfter';

/** Whoever it is escalated to can do something about it; curators watch (§2), and read of it in the morning. */
const acts = (recipient: Recipient): boolean => recipient !== 'curators';

/** Who hears of it, deputies of the absent included; whom it concerns first, then those to whom it is escalated. */
export function nagged(
  reason: NagReason,
  threshold: NagThreshold,
  appeal: Places,
  colleagues: readonly Colleague[],
): Nagged[] {
  const { to, overdueTo, before } = NAG_ROWS[reason];
  const takerId = appeal.taskTakenById ?? null;
  const concerned = (recipients: readonly Recipient[]) =>
    recipients.flatMap((recipient) => {
      const place = placeAs(recipient, appeal, colleagues);
      return idsOf(recipient, appeal, colleagues).map((personId) => ({ personId, place }));
    });
  const isTakers = takerId !== null && before.some(isOfTask);
  const told = heard(isTakers ? [{ personId: takerId, place: 'any' }] : concerned(to), colleagues);
  if (threshold !== 'overdue') return told;
  const [acting, watching] = [overdueTo.filter(acts), overdueTo.filter((recipient) => !acts(recipient))];
  const known = new Set(told.map(({ personId }) => personId));
  const escalated = heard(concerned(acting), colleagues).filter(({ personId }) => !known.has(personId));
  for (const { personId } of escalated) known.add(personId);
  const gathered = heard(concerned(watching), colleagues).filter(({ personId }) => !known.has(personId));
  return [
    ...told,
    ...escalated.map((one): Nagged => ({ ...one, escalated: true, sound: 'none' })),
    ...gathered.map((one): Nagged => ({ ...one, escalated: true, gathered: true, sound: 'none' })),
  ];
}

/**
 * Who hears of what came to whoever holds this place, and has to act there still; deputies of the absent included.
 * @param place `reportedTo`: of a report, which is heard where it can be answered
 */
export function calledTo(
  place: BroughtTo,
  appeal: Places & { readonly reportedToId: number | null },
  colleagues: readonly Colleague[],
): Nagged[] {
  const isReport = place === 'reportedTo';
  const at = isReport ? 'agreeing' : place;
  const acts = isReport ? MEANING[appeal.stage].duty : stagesToAct(at).includes(appeal.stage);
  if (!acts || (at === 'approving' && appeal.awaitsEntry)) return [];
  const ids = inPlace(at, isReport ? { ...appeal, agreeingId: appeal.reportedToId } : appeal, colleagues);
  return heard(
    ids.map((personId) => ({ personId, place: at })),
    colleagues,
  );
}

/** Whose turn it is: its holder's, or, where they have left, the coordinators', one of whom says who takes the place. */
export function whoseTurn(appeal: Places, colleagues: readonly Colleague[]): Nagged[] {
  const told = nagged('overall', 'today', appeal, colleagues);
  return told.length > 0 ? told : coordinatorsOf(colleagues);
}

/** All coordinators, as of what is theirs together. */
export const coordinatorsOf = (colleagues: readonly Colleague[]): Nagged[] =>
  heard(
    withRole('coordinator', colleagues).map((personId) => ({ personId, place: null })),
    colleagues,
  );

/** These people, each once, and whoever stands in for those who are away, in any role. */
export const withDeputies = (ids: readonly number[], colleagues: readonly Colleague[]): Nagged[] =>
  heard(
    ids.map((personId) => ({ personId, place: 'any' })),
    colleagues,
  );

/** Whom something concerns, and as what: a deputy is one for that. Null: as one of many, who need none. */
interface Concerned {
  readonly personId: number;
  readonly place: Participant | 'any' | null;
}

/** Each once, and their deputies. Whoever has no account any more is left out. */
function heard(concerned: readonly Concerned[], colleagues: readonly Colleague[]): Nagged[] {
  // A nag concerns a few people of hundreds: to index everybody for each would hold up the presses beside the tick.
  const colleague = (id: number) => colleagues.find(({ personId }) => personId === id);
  const found = new Map<number, Nagged>();
  const hear = (personId: number, absentId: number | null, sound: Sound) => {
    const before = found.get(personId);
    // who hears of it for themselves does not hear of it for another
    if (colleague(personId) && (absentId === null || !before))
      found.set(personId, { personId, absentId, escalated: false, sound: before?.sound === 'own' ? 'own' : sound });
  };
  for (const { personId, place } of concerned) hear(personId, null, place === null ? 'all' : 'own');
  for (const { personId, place } of concerned) {
    const { absent, deputies } = colleague(personId) ?? { absent: false, deputies: {} };
    if (!absent) continue;
    const told = place === null ? [] : deputiesAt(place, deputies, colleague);
    const reached = told.filter((id) => isThere(colleague(id)));
    for (const deputyId of told) hear(deputyId, personId, reached.includes(deputyId) ? 'own' : 'none');
    const own = found.get(personId);
    if (own && reached.length > 0) found.set(personId, { ...own, sound: 'none' });
    // Nobody who stands in hears of it: whoever can pass it on does.
    if (told.length > 0 && reached.length === 0)
      for (const id of withRole('coordinator', colleagues)) if (!found.has(id)) hear(id, null, 'all');
  }
  return [...found.values()];
}

/** Nobody relies on a deputy who is away themselves, or can't be reached. */
const isThere = (deputy: Colleague | undefined): boolean => deputy?.unreached !== true && deputy?.absent !== true;

/** Who of the deputies may act in that place. */
function deputiesAt(
  place: Participant | 'any',
  deputies: Deputies,
  colleague: (id: number) => Colleague | undefined,
): readonly number[] {
  if (place === 'any') return Object.values(deputies).filter((id) => colleague(id) !== undefined);
  const { role } = PLACES[place];
  const deputy = colleague(deputies[role] ?? 0);
  const mayAct = deputy?.roles.includes(role) && (place !== 'approving' || deputy.canApprove);
  return deputy && mayAct ? [deputy.personId] : [];
}

function placeAs(recipient: Recipient, appeal: Places, colleagues: readonly Colleague[]): Participant | null {
  switch (recipient) {
    case 'holder':
      return placeOf(appeal);
    case 'examiner':
      return inPlace('executor', appeal, colleagues).length > 0 ? 'executor' : null;
    case 'executor':
      return 'executor';
    case 'supervisor':
      return 'agreeing';
    case 'placer':
    case 'coordinators':
    case 'curators':
      return null;
  }
}

function idsOf(recipient: Recipient, appeal: Places, colleagues: readonly Colleague[]): readonly number[] {
  switch (recipient) {
    case 'holder': {
      const place = placeOf(appeal);
      return place === null ? withRole('coordinator', colleagues) : inPlace(place, appeal, colleagues);
    }
    case 'executor':
      return inPlace('executor', appeal, colleagues);
    case 'examiner': {
      const executor = inPlace('executor', appeal, colleagues);
      return executor.length > 0 ? executor : withRole('coordinator', colleagues);
    }
    case 'placer':
    case 'coordinators':
      return withRole('coordinator', colleagues);
    case 'curators':
      return withRole('curator', colleagues);
    case 'supervisor': {
      const executor = colleagues.find(({ personId }) => personId === appeal.executorId);
      const usual = executor && executor.supervisorId !== executor.personId ? executor.supervisorId : null;
      const known = inPlace('agreeing', { ...appeal, agreeingId: appeal.agreeingId ?? usual }, colleagues);
      if (known.length > 0) return known;
      return colleagues
        .filter(({ roles, canApprove }) => canApprove && roles.includes(PLACES.approving.role))
        .map(({ personId }) => personId);
    }
  }
}

/** Of approvals that nobody covers admins and curators hear by themselves; coordinators ring by their duty. */
export const ringsBesideDuty = (roles: readonly Role[]): boolean =>
  roles.some((role) => role === 'admin' || role === 'curator');
