import { standsInFor, type HoldingRole } from './deputies';
import { standings, type Actor, type AppealFacts, type Standing } from './facts';
import {
  PARTICIPANTS,
  STAGES,
  type Capacity,
  type Participant,
  type Role,
  type SignatureMode,
  type Stage,
  isFinal,
} from './vocabulary';
import { entriesOf, isOneOf, keysOf } from './lists';

/**
 * What a role allows beside the acts on an appeal, which transitions.ts has. A person may do the union of what their roles allow (§2).
 *
 * work      sees appeals, their lists and histories
 * find      looks for what they may see: appeals, and what the ОГ role makes
 * register  brings an appeal in by hand (Координатор: «организация процесса обработки»)
 * reconcile answers how ПОС' registry differs from the bot
 * imports   sees which registry files came, and what each has brought
 * duty      says whose phone sounds for all coordinators
 * marks     sees low marks of applicants
 * place     carries what was approved into ПОС and confirms «Размещено»
 * tasks     sees what is on its way into ПОС (the curator watches)
 * control   sees everybody's terms, and the counts (Координатор, Куратор: «контроль за соблюдением сроков»)
 * quality   sees the signs of a formal answer (Координатор, Куратор: «контроль за качеством»; a supervisor decides on it)
 * categories decides about a category that came with appeals (Координатор: «распределяет», by whose term)
 * templates writes the texts with which answers begin
 * widgets   keeps the looks of the widget of votes, and has its code (ОГ: «формирование варианта оформления и кода Виджета голосований»)
 * weekly    gets the report of the week (domain.md, Nags)
 * violations asks for explanations and decides: the curator whom an admin has named Управляющий делами (body п. 3), and nobody else
 * replace   says to whom a person's open appeals go, as «Заменить участника» of the table
 * engage    makes polls, votes, hearings, direct lines and news of the level «муниципальный» (ОГ)
 * administer accounts, roles, organizations; takes no part in processing (Администратор ЛКО)
 */
const RIGHTS = {
  work: ['coordinator', 'executor', 'supervisor', 'curator'],
  find: ['coordinator', 'executor', 'supervisor', 'curator', 'engagement'],
  register: ['coordinator'],
  reconcile: ['coordinator'],
  imports: ['coordinator', 'admin'],
  duty: ['coordinator'],
  marks: ['coordinator', 'curator'],
  place: ['coordinator'],
  tasks: ['coordinator', 'curator'],
  control: ['coordinator', 'curator'],
  report: ['curator', 'coordinator'],
  quality: ['coordinator', 'supervisor', 'curator'],
  templates: ['coordinator', 'admin'],
  categories: ['coordinator'],
  widgets: ['engagement'],
  weekly: ['curator'],
  violations: ['curator'],
  replace: ['coordinator'],
  engage: ['engagement'],
  administer: ['admin'],
} as const satisfies Record<string, readonly Role[]>;
export type Right = keyof typeof RIGHTS;

/** Whose rights are asked about. Whoever was not named is not the Управляющий делами. */
type Righted = Pick<Actor, 'roles'> & { readonly managesAffairs?: boolean };

export function hasRight(actor: Righted, right: Right): boolean {
  const allowed: readonly Role[] = RIGHTS[right];
  if (right === 'violations' && actor.managesAffairs !== true) return false;
  return actor.roles.some((role) => allowed.includes(role));
}

/** In which role somebody has a right: the first that gives it; null: none does. */
export function roleBy(actor: Pick<Actor, 'roles'>, right: Right): Role | null {
  const allowed: readonly Role[] = RIGHTS[right];
  return allowed.find((role) => actor.roles.includes(role)) ?? null;
}

/**
 * What is shown, and to whom (§2). Staff who work see every appeal, its texts, photos and history: it may be theirs tomorrow, and
 * a supervisor compares. Tasks for ПОС are the coordinators', a curator watches them, and an executor sees their own: `maySeeTask`. An administrator without another role
 * takes no part in processing, so sees none of it. Which lists are whose: `listsFor`. Contacts ask more: `contactsStanding`.
 */
export const SIGHTS = {
  card: 'work',
  search: 'work',
  history: 'work',
  terms: 'work',
  text: 'work',
  draft: 'work',
  formalSigns: 'quality',
  files: 'work',
  contacts: 'work',
  task: 'work',
  taskText: 'work',
  taskFiles: 'work',
  comments: 'place',
  // «Папка для проверки»: «контроль за соблюдением сроков» is Координатор's and Куратор's, and so is answering for it.
  folder: 'control',
} as const satisfies Record<string, Right>;
export type Sight = keyof typeof SIGHTS;

/** Every button, command and link asks this, and so does whatever reads it: what was drawn yesterday may be nobody's today. */
export const maySee = (viewer: Pick<Actor, 'roles'>, what: Sight): boolean => hasRight(viewer, SIGHTS[what]);

/** Those who work on an appeal. A curator watches it, and whoever may approve any of them has no part in this one yet. */
const WORKS_ON_IT = {
  executor: true,
  agreeing: true,
  approving: true,
  reportedTo: true,
  giver: true,
  // They may work on it no more, and only take out what they have put in.
  paperAuthor: false,
  assigner: true,
  coordinator: true,
  authorised: false,
  curator: false,
  engagement: false,
  // They come along; whose it is is not theirs to ask.
  invited: false,
  clock: false,
} as const satisfies Record<Capacity, boolean>;

/** As whom somebody may see the applicant's contacts, where the office shows them at all; null: they do not work on this appeal. */
export const contactsStanding = (viewer: Actor, appeal: AppealFacts): Standing | null =>
  maySee(viewer, 'contacts') ? (standings(viewer, appeal).find(({ capacity }) => WORKS_ON_IT[capacity]) ?? null) : null;

/**
 * As whom somebody may have all that is stored of the applicant: whoever may see the contacts, and answers for the course of all
 * appeals. An applicant who asks what is kept of them asks the office, and not whoever repairs their road.
 */
export const applicantStanding = (viewer: Actor, appeal: AppealFacts): Standing | null =>
  hasRight(viewer, 'control') ? contactsStanding(viewer, appeal) : null;

/** As whom somebody may have it forgotten. While an appeal is worked on the contacts are needed to answer it. */
export const forgettingStanding = (viewer: Actor, appeal: AppealFacts): Standing | null =>
  isFinal(appeal.stage) ? applicantStanding(viewer, appeal) : null;

/**
 * Whose move it is: an appeal waits at these stages for whoever holds the place, with the role that the place needs
 * (domain.md, Holder). Coordination and an organization's answer wait for all coordinators.
 */
export const PLACES = {
  executor: { role: 'executor', stages: ['assigned', 'in_progress', 'postponed'] },
  agreeing: { role: 'supervisor', stages: ['redirect_agreement', 'answer_agreement'] },
  approving: { role: 'supervisor', stages: ['redirect_approval', 'answer_approval'] },
} as const satisfies Record<Participant, { readonly role: Role; readonly stages: readonly Stage[] }>;

/** Where a draft waits for supervisors. */
export const DRAFT_STAGES: readonly Stage[] = ['answer_agreement', 'answer_approval'];

/** Null: all coordinators, or nobody any more. */
export function holderAt(stage: Stage): Participant | null {
  const places = keysOf(PLACES);
  return places.find((place) => isOneOf<Stage>(PLACES[place].stages, stage)) ?? null;
}

/** The organization has the appeal here: what is late is late there, and the coordinators watch it. */
export const ORGANIZATION_STAGES = ['with_organization'] as const satisfies readonly Stage[];

/** What was approved is on its way into ПОС: all coordinators carry it, and it is no executor's load any more. */
export const SENDING_STAGES = ['delivery'] as const satisfies readonly Stage[];
const HELD_BY_COORDINATORS: readonly Stage[] = ['coordination', ...SENDING_STAGES];
/** Where an appeal waits for each coordinator (domain.md, Holder): for anybody else nowhere. */
export const stagesHeldAsCoordinator = ({ roles }: Pick<Actor, 'roles'>): readonly Stage[] =>
  roles.includes('coordinator') ? HELD_BY_COORDINATORS : [];
/** Where a draft is entered into ПОС before it is signed there, with SIGNATURES=mark. */
export const ENTRY_STAGES = ['answer_approval'] as const satisfies readonly Stage[];
/**
 * The agreed draft is not yet entered into ПОС, where it will be signed; in SQL: `draftAwaitsEntry`. What is signed here
 * (SIGNATURES=verify) waits for nothing but its signature.
 */
export const awaitsEntry = (
  appeal: { readonly stage: Stage; readonly draftId: number | null; readonly enteredDraftId: number | null },
  signatures: SignatureMode,
): boolean =>
  signatures === 'mark' &&
  isOneOf(ENTRY_STAGES, appeal.stage) &&
  appeal.draftId !== null &&
  appeal.draftId !== appeal.enteredDraftId;

/**
 * Who may be replaced: of those who still have to act here and cannot. Where a supervisor decides, the executor has to act again if it
 * is rejected; where all coordinators hold the appeal, nobody in particular has to.
 */
export function replaceable({
  stage,
  unavailable,
}: Pick<AppealFacts, 'stage' | 'unavailable'>): readonly Participant[] {
  const holder = holderAt(stage);
  return holder === null ? [] : unavailable.filter((place) => place === holder || place === 'executor');
}

/** Stages at which whoever holds this place still has to act. */
export const stagesToAct = (place: Participant): readonly Stage[] =>
  STAGES.filter((stage) => replaceable({ stage, unavailable: [place] }).length > 0);

/** What a person may lose while appeals wait for them by it. */
export type HoldingRight = HoldingRole | 'canApprove';
/** Places that nobody holds without it. */
export const placesBy = (right: Role | 'canApprove'): readonly Participant[] =>
  right === 'canApprove' ? ['approving'] : PARTICIPANTS.filter((place) => PLACES[place].role === right);

/** Whose appeals a person sees as held in this place: their own and those of the absent whose deputy they are. */
export const heldBy = (actor: Actor, place: Participant): readonly number[] =>
  actor.roles.includes(PLACES[place].role) ? [actor.personId, ...standsInAt(actor, place)] : [];

/** The absent in whose place of this kind a person stands. */
export const standsInAt = (actor: Pick<Actor, 'roles' | 'canApprove' | 'deputyFor'>, place: Participant) =>
  standsInFor(actor, PLACES[place].role, place === 'approving');

/** own: what waits for the person or for those they stand in for. all: everybody's. */
export type Scope = 'own' | 'all';

/**
 * Which list is whose, in the order of a menu.
 *
 * mine           waits for me
 * coordination   not yet distributed
 * agreement, approval   wait for a supervisor
 * overdue        «просрочено сейчас»: a stage or the whole is over its term
 * soon           the whole is due within three working days, from the day on which its holder is told so
 * unreported     the executor's one working day (§2) runs or is over, and the supervisor has not been told
 * work           everything that is open; by executor and by stage too
 * postponed      waits for the date of «Отложено»
 * organizations  an organization has it: the coordinators' control list
 * placing        not in ПОС: what is on its way, drafts to enter, tasks not placed
 * returned       came back for re-examination and is in work again
 * selfApproved   prepared and approved by one person
 * formal         the answer carries signs of a formal one
 * lowMarks       its applicant has marked the answer low, lately
 * closed         was closed without an answer
 * incomplete     came without a text or a place, which the coordinators fill in
 * photoWarnings  photos of the report are of another time or place, or were used before
 * found          what a search has brought
 */
const LISTS = {
  mine: { executor: 'own', supervisor: 'own' },
  coordination: { coordinator: 'all' },
  agreement: { supervisor: 'own', coordinator: 'all', curator: 'all' },
  approval: { supervisor: 'own', coordinator: 'all', curator: 'all' },
  overdue: { executor: 'own', supervisor: 'own', coordinator: 'all', curator: 'all' },
  soon: { coordinator: 'all', curator: 'all' },
  unreported: { coordinator: 'all', curator: 'all' },
  work: { coordinator: 'all', curator: 'all' },
  postponed: { coordinator: 'all', curator: 'all' },
  organizations: { coordinator: 'all', curator: 'all' },
  placing: { coordinator: 'all', curator: 'all' },
  returned: { coordinator: 'all', curator: 'all' },
  selfApproved: { coordinator: 'all', curator: 'all' },
  formal: { coordinator: 'all', curator: 'all' },
  photoWarnings: { coordinator: 'all', curator: 'all' },
  lowMarks: { coordinator: 'all', curator: 'all' },
  closed: { coordinator: 'all', curator: 'all' },
  incomplete: { coordinator: 'all' },
  found: { coordinator: 'all', executor: 'all', supervisor: 'all', curator: 'all' },
} as const satisfies Record<string, Partial<Record<Role, Scope>>>;
export type AppealList = keyof typeof LISTS;
/** Whose appeals a list may be asked for. */
export type ScopeOf<List extends AppealList> = Extract<(typeof LISTS)[List][keyof (typeof LISTS)[List]], Scope>;

/** A person's lists; several roles see the union. Nothing waits for the approval of whoever may not approve. */
export function listsFor({
  roles,
  canApprove,
}: Pick<Actor, 'roles'> & Partial<Pick<Actor, 'canApprove'>>): ReadonlyMap<AppealList, Scope> {
  const isFor = (list: AppealList, role: Role) => list !== 'approval' || role !== 'supervisor' || canApprove !== false;
  const lists = entriesOf<Readonly<Record<AppealList, Partial<Record<Role, Scope>>>>>(LISTS).flatMap(
    ([list, scopes]): [AppealList, Scope][] => {
      const mine = roles.map((role) => (isFor(list, role) ? scopes[role] : undefined));
      return mine.includes('all') ? [[list, 'all']] : mine.includes('own') ? [[list, 'own']] : [];
    },
  );
  return new Map(lists);
}

/** What waits for whoever has the role (domain.md, Holder): that which all coordinators hold waits for each of them. */
const WAITING: Readonly<Partial<Record<Role, readonly AppealList[]>>> = {
  executor: ['mine'],
  supervisor: ['mine'],
  coordinator: ['coordination', 'placing'],
};

/** A person's lists of what waits for them, in the order of their menu. */
export const waitingLists = ({ roles }: Pick<Actor, 'roles'>): readonly AppealList[] =>
  [...listsFor({ roles }).keys()].filter((list) => roles.some((role) => WAITING[role]?.includes(list)));

/** Lists by which terms are controlled (§2), in the order of their screen. */
export const CONTROL_LISTS = [
  'overdue',
  'soon',
  'unreported',
  'work',
  'postponed',
  'organizations',
  'placing',
  'returned',
  'selfApproved',
  'formal',
  'photoWarnings',
  'lowMarks',
  'closed',
  'incomplete',
] as const satisfies readonly AppealList[];
/** Of these, what is no daily bread: a menu leads to their screen instead of naming each. */
export const ONLY_CONTROLLED: readonly AppealList[] = [
  'unreported',
  'work',
  'postponed',
  'returned',
  'selfApproved',
  'formal',
  'photoWarnings',
  'lowMarks',
  'closed',
  'incomplete',
];

/** The chat's commands beside /start, in the order of the command menu; null: everybody's. */
const COMMANDS = {
  menu: null,
  my: 'work',
  new: 'register',
  find: 'find',
  control: 'control',
  report: 'report',
  admin: 'administer',
  language: null,
  help: null,
  cancel: null,
} as const satisfies Record<string, Right | null>;
export type Command = keyof typeof COMMANDS;

/** What the command menu of a person shows; each command checks the right itself all the same. */
export function commandsFor(actor: Pick<Actor, 'roles'>): Command[] {
  return entriesOf<Readonly<Record<Command, Right | null>>>(COMMANDS).flatMap(([command, right]) =>
    right === null || hasRight(actor, right) ? [command] : [],
  );
}
