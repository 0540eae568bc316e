import type { Person } from '../../../entities/person';
import { statement, type Queries, type Transaction, databaseOf } from '../../database/database';
import { listed } from '../../database/listed';
import type { Circumstances } from '../../regulation/facts';
import { stagesToAct } from '../../regulation/rights';
import { PARTICIPANTS, type Participant } from '../../regulation/vocabulary';
import { endOpenForm } from '../kit/form-store';
import { openInPlace } from '../kit/kept-forms';
import { say, type Params } from '../kit/messages';
import { type Official, holdersOfRole } from '../kit/officials';
import { circumstances, type Desk } from '../kit/ports';
import { soundsForAll } from '../people/on-duty';
import { perform } from './perform';

export type OpenWorkCounts = Readonly<Record<Participant, number>>;

const acts = (place: Participant) => `${place}_id = $1 and stage in (${listed(stagesToAct(place))})`;
const ACTS = PARTICIPANTS.map((place) => `(${acts(place)})`).join(' or ');

const countWork = statement(
  'count-work-of-person',
  `select ${PARTICIPANTS.map((place) => `count(*) filter (where ${acts(place)})::int as ${place}`).join(', ')}
   from open_work where ${ACTS}`,
);

/** In how many unfinished appeals the person holds which place and has something to do in it still. */
export async function openWorkOf(desk: Desk, personId: number): Promise<OpenWorkCounts> {
  const [row] = await databaseOf(desk).query<OpenWorkCounts>(countWork, [personId]);
  return row ?? { executor: 0, agreeing: 0, approving: 0 };
}

/** To whom a person's open appeals go. */
export interface Passing {
  /** Who takes the person's place where; a place that is left out waits for a coordinator's «Заменить участника». */
  readonly successors: Partial<Record<Participant, number>>;
  /** For the appeals' journals, in the reader's words. */
  readonly reason: string;
}

/** Both count places in appeals. */
export interface Passed {
  readonly moved: number;
  readonly left: number;
}

const workOfPerson = statement(
  'work-of-person',
  `select w.appeal_id as "appealId", a.version, a.number,
     array_remove(array[${PARTICIPANTS.map((place) => `case when w.${acts(place).replaceAll(' stage', ' w.stage')} then '${place}' end`).join(', ')}], null) as places
   from (select * from open_work where ${ACTS}) w join appeal a on a.id = w.appeal_id order by w.due_at, w.appeal_id`,
);
interface HeldWork {
  readonly appealId: number;
  readonly version: number;
  readonly number: string;
  readonly places: readonly Participant[];
}

/**
 * Somebody can't act in these places any more: their open appeals are passed on by the regulation's own «Заменить участника», which is
 * a coordinator's. An admin who coordinates does it here; what is left, all coordinators are told of.
 */
export async function passOn(
  tx: Transaction,
  desk: Desk,
  actor: Official,
  person: Person,
  {
    places,
    why,
    ...passing
  }: Passing & { readonly places: readonly Participant[]; readonly why: Params<'participantLeft'>['why'] },
): Promise<Passed> {
  let moved = 0;
  for (const work of await heldIn(tx, person.id, places)) moved += await passOne(tx, desk, actor, work, passing);
  const left = await heldIn(tx, person.id, places);
  if (left.length > 0) await tellCoordinators(tx, actor.personId, person, { left, why }, circumstances(desk));
  return { moved, left: left.length };
}

async function heldIn(tx: Queries, personId: number, places: readonly Participant[]): Promise<HeldWork[]> {
  return (await tx.query<HeldWork>(workOfPerson, [personId])).flatMap((work) => {
    const theirs = work.places.filter((place) => places.includes(place));
    return theirs.length === 0 ? [] : [{ ...work, places: theirs }];
  });
}

type Moment = Pick<Circumstances, 'now' | 'calendar'>;

/** Somebody who can't act in these places any more. */
export interface Losing {
  readonly person: Pick<Person, 'id' | 'name'>;
  readonly places: readonly Participant[];
}

/**
 * Several have lost places at once, and nobody has said to whom their open appeals go: all coordinators are told of everybody in one message.
 * @param exceptId whoever has done it; null: nobody in the chat
 * @returns in how many appeals whom somebody waits for stays, by the person's id
 */
export async function leaveToCoordinators(
  tx: Transaction,
  exceptId: number | null,
  losing: readonly Losing[],
  around: Moment,
): Promise<ReadonlyMap<number, number>> {
  const held: { readonly person: Losing['person']; readonly left: readonly HeldWork[] }[] = [];
  for (const { person, places } of losing) {
    const left = places.length === 0 ? [] : await heldIn(tx, person.id, places);
    if (left.length > 0) held.push({ person, left });
  }
  const [first, ...others] = held;
  if (first && others.length === 0)
    await tellCoordinators(tx, exceptId, first.person, { left: first.left, why: 'right' }, around);
  if (others.length > 0) {
    const people = held.map(({ person: { name }, left }) => ({ name, count: left.length }));
    const appeals = held
      .flatMap(({ left }) => left)
      .slice(0, NAMED)
      .map(named);
    const { now } = around;
    const sounds = await soundsForAll(tx, around);
    await say(
      tx,
      (await coordinatorsBut(tx, exceptId)).map(({ id, ...to }) => ({
        key: `participantsLeft:${now.getTime()}:person:${id}`,
        to,
        kind: 'participantsLeft',
        silent: !sounds(id),
        params: { personId: id, people, appeals },
      })),
      now,
    );
  }
  return new Map(held.map(({ person, left }) => [person.id, left.length]));
}

async function passOne(
  tx: Transaction,
  desk: Desk,
  actor: Official,
  { appealId, version, places }: HeldWork,
  { successors, reason }: Passing,
): Promise<number> {
  let seenVersion = version;
  let moved = 0;
  for (const participant of places) {
    const replacementId = successors[participant];
    if (replacementId === undefined) continue;
    // One form, one act: the journal's entry hangs on it as on any other.
    const { form } = await openInPlace(
      tx,
      {
        personId: actor.personId,
        subject: 'replaceParticipant',
        appealId,
        version: seenVersion,
        answers: { participant, replacementId, reason },
        messageRef: null,
      },
      desk.clock.now(),
    );
    const result = await perform(tx, desk, {
      kind: 'form',
      presser: actor,
      action: 'replaceParticipant',
      appealId,
      seenVersion,
      formId: form.id,
      compared: null,
    });
    if (!result.ok) {
      await endOpenForm(tx, actor.personId, 'cancelled', desk.clock.now());
      continue;
    }
    seenVersion = result.state.version;
    moved += 1;
  }
  return moved;
}

/** A message has room for a few buttons; the rest is found by the list. */
const NAMED = 6;

const named = ({ appealId, number }: HeldWork) => ({ id: appealId, number });

const coordinatorsBut = async (tx: Queries, exceptId: number | null) =>
  (await holdersOfRole(tx, 'coordinator')).filter(({ id }) => id !== exceptId);

async function tellCoordinators(
  tx: Queries,
  exceptId: number | null,
  person: Losing['person'],
  { left, why }: { readonly left: readonly HeldWork[]; readonly why: Params<'participantLeft'>['why'] },
  around: Moment,
): Promise<void> {
  const { now } = around;
  const sounds = await soundsForAll(tx, around);
  await say(
    tx,
    (await coordinatorsBut(tx, exceptId)).map(({ id, ...to }) => ({
      key: `${why}:${person.id}:${now.getTime()}:person:${id}`,
      to,
      kind: 'participantLeft',
      silent: !sounds(id),
      params: {
        personId: id,
        name: person.name,
        why,
        count: left.length,
        appeals: left.slice(0, NAMED).map(named),
      },
    })),
    now,
  );
}
