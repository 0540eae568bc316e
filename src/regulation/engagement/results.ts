import type { EngagementContent } from './content';
import type { EngagementKind, EngagementStage } from './vocabulary';

// How it ended: counted in ПОС or at hearings, told here. What does not add up is no result.

/**
 * Of what the results of a kind are made; null: it has none, or tells them otherwise.
 *
 * counts     votes for each option
 * proposals  what citizens have proposed, and what became of each
 */
export const RESULTS_OF: Readonly<Record<EngagementKind, 'counts' | 'proposals' | null>> = {
  news: null,
  poll: 'counts',
  site_vote: 'counts',
  project_vote: 'counts',
  rating: 'counts',
  discussion: 'proposals',
  hearings: 'proposals',
  // its questions and what became of each are its results
  direct_line: null,
};

/** Why results are not told at a stage that has none to tell. */
export const whyNoResults = (stage: EngagementStage): 'notOver' | 'notNow' =>
  stage === 'running' ? 'notOver' : 'notNow';

/** How many options a citizen ticks. `any`: ПОС says it, and here nobody has; but whoever takes part ticks one. */
export type Choosing = 'one' | 'several' | 'any';

/** What was to be answered: a question of a poll, or which of the options. */
export interface Ballot {
  /** Empty: there is one and it has no words of its own. */
  readonly question: string;
  readonly options: readonly {
    readonly name: string;
    /** As it may be written elsewhere, too. */
    readonly also: string;
  }[];
  readonly choosing: Choosing;
  readonly own: boolean;
}

export interface Count {
  readonly name: string;
  readonly votes: number;
}

/** The answers to a ballot, in its order; names stand here, since what is written may be changed later. */
export interface Tally {
  readonly question: string;
  readonly choosing: Choosing;
  readonly counts: readonly Count[];
  /** Answers that citizens have written themselves. */
  readonly own: readonly Count[];
}

/** What a citizen has proposed. */
export interface Proposal {
  readonly text: string;
  /** What became of it; empty: nobody has said. */
  readonly decision: string;
  /** Of hearings: of somebody who lives where they are held, or of another (ГрК РФ art. 5.1); absent: nobody has said. */
  readonly of?: ProposalOf | undefined;
}
export const PROPOSALS_OF = ['resident', 'other'] as const;
type ProposalOf = (typeof PROPOSALS_OF)[number];

const RESIDENT = /^(?:житель|жители|жительница|граждан(?:ин|ка|е)|яшәүче(?:ләр)?)$/;
const OTHER = /^(?:иной|иные|другой|другие|иной участник|иные участники|не житель|башка(?:лар)?)$/;
/** «Житель», «иной участник»; null: other words. */
export const proposalOf = (said: string): ProposalOf | null =>
  RESIDENT.test(plain(said)) ? 'resident' : OTHER.test(plain(said)) ? 'other' : null;

/** As it stands in a file. */
export interface SentProposal extends Proposal {
  /** From 1. */
  readonly row: number;
}

export interface EngagementResults {
  /** People who took part. */
  readonly participants: number;
  readonly tallies: readonly Tally[];
  readonly proposals: readonly Proposal[];
}

/** What citizens were asked. */
export function ballotsOf(kind: EngagementKind, { questions, options }: EngagementContent): readonly Ballot[] {
  if (RESULTS_OF[kind] !== 'counts') return [];
  if (kind === 'poll')
    return questions.map(({ text, options: names, several, own }) => ({
      question: text,
      options: names.map((name) => ({ name, also: name })),
      choosing: several ? 'several' : 'one',
      own,
    }));
  // As it is copied into ПОС, which gives it back so.
  const named = options.map(({ name, about }) => ({ name, also: about === '' ? name : `${name}, ${about}` }));
  return [{ question: '', options: named, choosing: 'any', own: false }];
}

/** How many votes, proposals and answers of citizens' own are taken at most. */
export const MOST_VOTES = 10_000_000;
export const MOST_OWN = 500;
export const MOST_PROPOSALS = 500;
/** Characters of what a citizen wrote, and of what became of it. */
export const LONGEST_SAID = 2_000;

/** A row as it was typed or stands in a file. */
export interface SentCount {
  /** Of the file or of what was typed, from 1. */
  readonly row: number;
  /** Empty: that of the row before, or the only one. */
  readonly question: string;
  readonly option: string;
  readonly votes: string;
  /** It comes in place of what was there before: people mend a number by typing it again. */
  readonly isTyped?: boolean;
}

/** Why results do not hold; each has words under `results:fault`. */
export type ResultFault =
  | { readonly kind: 'nothing' | 'tooManyOwn' | 'tooManyProposals' }
  | { readonly kind: 'noProposal'; readonly row: number }
  | { readonly kind: 'longProposal'; readonly row: number; readonly length: number }
  | { readonly kind: 'unknownQuestion' | 'unknownOption' | 'twice'; readonly row: number; readonly name: string }
  | { readonly kind: 'notNumber'; readonly row: number; readonly name: string; readonly said: string }
  | { readonly kind: 'missing'; readonly name: string }
  | { readonly kind: 'total'; readonly row: number; readonly said: number; readonly votes: number }
  | {
      readonly kind: 'moreThanParticipants' | 'sumOverParticipants' | 'sumUnderParticipants';
      readonly name: string;
      readonly votes: number;
      readonly participants: number;
    };

export interface ReadCounts {
  readonly tallies: readonly Tally[];
  /** Of each ballot: what was said of each of its options; null: nothing yet. */
  readonly said: readonly (readonly (number | null)[])[];
  /** Null: nobody has said. */
  readonly participants: number | null;
  readonly faults: readonly ResultFault[];
}

/** The same words, however two people write them. */
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\d+%№]+/gu, ' ')
    .trim();

const LIKE_TOTAL = /^(итого|всего|барысы|барлыгы|җәмгысы)( |$)/;
/** Whole phrases: «Всего хорошего» is what a citizen may have answered. */
const TOTAL = [
  /^(?:итого|всего)(?: (?:итого|всего|голос(?:ов|а)?|ответов|отметок|отдано|подано|учтено|подсчитано|получено|по|вопросу|вопросам|опросу|голосованию|вариантам|ответам|всем|за|все|варианты|100|%))*$/,
  /^(?:барысы|барлыгы|җәмгысы)(?: (?:бергә|барысы|барлыгы|тавыш(?:лар)?|җавап(?:лар)?|сорау|сораштыру|буенча|бирелгән|саналган|саны|100|%))*$/,
];
/** Whole phrases: «Участникам СВО» is what a citizen may have answered. */
const PARTICIPANTS = [
  /^(?:(?:итого|всего|общее|количество|число|кол во) )*(?:участник(?:ов|и)|участвовал[аио]|участвовавших|приня(?:ло|ли|вших) участие|проголосовал[аио]|проголосовавших)(?: (?:всего|итого|в опросе|в голосовании|опроса|голосования|человек|чел|людей|жителей|граждан))*$/,
  /^(?:(?:барлык|барлыгы|барысы|җәмгысы|ничә|кеше) )*(?:катнашучы(?:лар)?|катнашты(?:лар)?|катнашкан(?:нар)?|тавыш бир(?:үче(?:ләр)?|де(?:ләр)?|гән(?:нәр)?))(?: (?:саны|кеше|барлыгы))*$/,
];
const isOfParticipants = (option: string): boolean => PARTICIPANTS.some((phrase) => phrase.test(plain(option)));

/** «1 024», «512 (34,1 %)», «512,00»; null: it is no number of votes, or may be one of thousands: «1,000». */
export function votesIn(said: string): number | null {
  const [, digits] = /^\s*(\d[\d\s\u00a0\u202f]*?)(?:[.,]0{1,2})?\s*(?:\([^)]*\))?\s*$/.exec(said) ?? [];
  const votes = digits === undefined ? NaN : Number(digits.replace(/\D/g, ''));
  return votes <= MOST_VOTES ? votes : null;
}

interface Box {
  readonly ballot: Ballot;
  readonly votes: (number | null)[];
  readonly own: Map<string, Count>;
  /** What «Итого» of a file says, of which row; null: nothing. */
  total: Total | null;
  /** What begins like one, and may be an answer of a citizen's own. */
  readonly unsure: { readonly sent: SentCount; readonly count: number }[];
  /** What a file had not said was typed. */
  isMendedByHand: boolean;
}
interface Total {
  readonly row: number;
  readonly said: number;
}

/**
 * Puts each row to its option. What is not known, is there twice or is missing is told; nothing is guessed.
 * @param sums whether rows may tell of all votes and people, too, as people write them; a program has fields for these
 */
export function readCounts(
  ballots: readonly Ballot[],
  rows: readonly SentCount[],
  sums: 'withSums' | 'optionsAlone' = 'withSums',
): ReadCounts {
  if (rows.length === 0) return { tallies: [], said: [], participants: null, faults: [{ kind: 'nothing' }] };
  const boxes = ballots.map((ballot): Box => ({
    ballot,
    votes: ballot.options.map(() => null),
    own: new Map(),
    total: null,
    unsure: [],
    isMendedByHand: false,
  }));
  const faults: Held[] = [];
  let participants: number | null = null;
  let last = boxes[0] ?? null;
  for (const sent of rows) {
    const { row, question, option, votes: said } = sent;
    const votes = votesIn(said);
    const named = question === '' ? null : boxOf(boxes, question);
    const isOfPeople = sums === 'withSums' && isOfParticipants(option) && placeIn(named ?? last, option) === null;
    if (question !== '' && named === null && !isOfPeople) {
      faults.push({ fault: { kind: 'unknownQuestion', row, name: question }, of: null, what: 'unknown' });
      continue;
    }
    const box: Box | null = isOfPeople ? null : (named ?? (boxes.length > 1 ? last : (boxes[0] ?? null)));
    if (!isOfPeople) last = box;
    // A form that was filled in half: of the rest nobody has said anything.
    if ((said === '' && !sent.isTyped) || (box === null && !isOfPeople)) continue;
    const held = { of: box, what: box === null ? 'participants' : whatOf(box, option) };
    if (votes === null) faults.push({ ...held, fault: { kind: 'notNumber', row, name: option, said } });
    else {
      if (sent.isTyped) mend(faults, held);
      if (box === null) participants = votes;
      else faults.push(...put(box, sent, votes, sums).map((fault) => ({ ...held, fault })));
    }
  }
  boxes.forEach(settle);
  return {
    ...{ tallies: boxes.map(tallyOf), said: boxes.map(({ votes }) => votes), participants },
    faults: [...leftOf(faults, boxes), ...faultsOfBoxes(boxes)],
  };
}

/** A fault, of which ballot, and of what of it: whatever is typed of the same mends it. */
interface Held {
  readonly fault: ResultFault;
  readonly of: Box | null;
  readonly what: string;
}
function whatOf(box: Box, option: string): string {
  const place = placeIn(box, option);
  return place === null ? plain(option) : String(place);
}
function mend(faults: Held[], { of, what }: Omit<Held, 'fault'>): void {
  const left = faults.filter((one) => one.of !== of || one.what !== what);
  faults.splice(0, faults.length, ...left);
}

const isWhole = ({ votes }: Box): boolean => votes.every((count) => count !== null);

/** An option that a file calls by another name is mended by typing what was missing. */
function leftOf(faults: readonly Held[], boxes: readonly Box[]): ResultFault[] {
  const isMended = ({ fault: { kind }, of }: Held): boolean => {
    if (kind === 'unknownQuestion') return boxes.some(({ isMendedByHand }) => isMendedByHand) && boxes.every(isWhole);
    return kind === 'unknownOption' && of !== null && of.isMendedByHand && isWhole(of);
  };
  return faults.filter((one) => !isMended(one)).map(({ fault }) => fault);
}

/** What is wrong with a ballot once all rows are read. */
function faultsOfBoxes(boxes: readonly Box[]): ResultFault[] {
  const faults: ResultFault[] = [];
  const all = boxes.map((box) => votesOf(tallyOf(box))).reduce(add, 0);
  for (const box of boxes) {
    const { ballot, votes, own, total } = box;
    const sum = votesOf(tallyOf(box));
    // Under several questions a file may have one «Итого» of them all.
    if (total !== null && total.said !== sum && total.said !== all)
      faults.push({ kind: 'total', ...total, votes: sum });
    ballot.options.forEach(({ name }, place) => {
      if (votes[place] === null) faults.push({ kind: 'missing', name });
    });
    if (own.size > MOST_OWN) faults.push({ kind: 'tooManyOwn' });
  }
  return faults;
}

function put(box: Box, sent: SentCount, count: number, sums: 'withSums' | 'optionsAlone'): ResultFault[] {
  const { row, option, isTyped = false } = sent;
  const { ballot, votes } = box;
  const place = placeIn(box, option);
  if (place !== null) {
    if (votes[place] !== null && !isTyped) return [{ kind: 'twice', row, name: ballot.options[place]?.name ?? option }];
    if (isTyped && votes[place] === null) box.isMendedByHand = true;
    votes[place] = count;
    return [];
  }
  const key = plain(option);
  const isLikeTotal = sums === 'withSums' && LIKE_TOTAL.test(key);
  if (isLikeTotal && (!ballot.own || TOTAL.some((phrase) => phrase.test(key)))) box.total = { row, said: count };
  else if (!ballot.own || key === '') return [{ kind: 'unknownOption', row, name: option }];
  else if (isLikeTotal) box.unsure.push({ sent, count });
  else putOwn(box, sent, count);
  return [];
}

function putOwn({ own }: Box, { option, isTyped = false }: SentCount, count: number): void {
  const key = plain(option);
  const before = own.get(key);
  // Two citizens may have written the same, each in a row of their own.
  own.set(key, { name: before?.name ?? option, votes: (isTyped ? 0 : (before?.votes ?? 0)) + count });
}

/** What begins like a total is one where it says what all the others come to; else a citizen has answered so. */
function settle(box: Box): void {
  const sum = votesOf(tallyOf(box));
  for (const { sent, count } of box.unsure)
    if (count === sum) box.total = { row: sent.row, said: count };
    else putOwn(box, sent, count);
}

/** By its name, by its name as it stands in ПОС, else by its number. */
function placeIn(box: Box | null, option: string): number | null {
  if (box === null) return null;
  const { options } = box.ballot;
  const key = plain(option);
  const named = options.findIndex(({ name, also }) => key !== '' && (plain(name) === key || plain(also) === key));
  if (named >= 0) return named;
  const [, digits] = /^\s*(\d{1,2})\s*[.)]?\s*$/.exec(option) ?? [];
  const place = Number(digits ?? 0) - 1;
  return place in options ? place : null;
}

function boxOf(boxes: readonly Box[], question: string): Box | null {
  const key = plain(question);
  const [, digits] = /^\s*(\d{1,2})\s*[.)]?\s*$/.exec(question) ?? [];
  return boxes.find(({ ballot }) => plain(ballot.question) === key) ?? boxes[Number(digits ?? 0) - 1] ?? null;
}

const add = (sum: number, one: number): number => sum + one;

const tallyOf = ({ ballot, votes, own }: Box): Tally => ({
  question: ballot.question,
  choosing: ballot.choosing,
  counts: ballot.options.map(({ name }, place) => ({ name, votes: votes[place] ?? 0 })),
  own: [...own.values()].sort((one, other) => other.votes - one.votes),
});

/** Of all answers to a ballot. */
export const votesOf = ({ counts, own }: Tally): number => [...counts, ...own].map(({ votes }) => votes).reduce(add, 0);

/** Whether so many people can have voted so. */
export function faultsOfCounts(tallies: readonly Tally[], participants: number): readonly ResultFault[] {
  return tallies.flatMap((tally): ResultFault[] => {
    const { counts, own, choosing, question } = tally;
    const over = [...counts, ...own].filter(({ votes }) => votes > participants);
    if (over.length > 0)
      return over.map(({ name, votes }) => ({ kind: 'moreThanParticipants', name, votes, participants }));
    const votes = votesOf(tally);
    const sum = { name: question, votes, participants };
    if (choosing === 'one' && votes > participants) return [{ kind: 'sumOverParticipants', ...sum }];
    // A question of a poll may be left out; whoever votes has voted.
    return choosing === 'any' && votes < participants ? [{ kind: 'sumUnderParticipants', ...sum }] : [];
  });
}

/** What there is too much of or too little, in rows of a file and beside it. @param typed how many there are without a file */
export function faultsOfProposals(sent: readonly SentProposal[], typed: number): readonly ResultFault[] {
  const faulty = sent.flatMap(({ row, text, decision }): ResultFault[] => {
    if (text === '') return [{ kind: 'noProposal', row }];
    const length = Math.max([...text].length, [...decision].length);
    return length > LONGEST_SAID ? [{ kind: 'longProposal', row, length }] : [];
  });
  return sent.length + typed > MOST_PROPOSALS ? [...faulty, { kind: 'tooManyProposals' }] : faulty;
}

/** Proposals of which nobody has said what becomes of them. */
export const undecidedOf = (results: Pick<EngagementResults, 'proposals'> | null): readonly Proposal[] =>
  (results?.proposals ?? []).filter(({ decision }) => decision === '');
