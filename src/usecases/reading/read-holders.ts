import { statement, type Queries } from '../../database/database';
import { workingTimeBetween, type OfficeCalendar } from '../../regulation/calendar';
import { isOneOf } from '../../regulation/lists';
import { ENTRY_STAGES, holderAt, ORGANIZATION_STAGES } from '../../regulation/rights';
import { isFinal, PARTICIPANTS, type Participant, type SignatureMode, type Stage } from '../../regulation/vocabulary';
import { shortName } from '../people/names';

/** Who had an appeal, from when to when: read from its acts, oldest first. */
export interface Holding {
  readonly stage: Stage;
  /** Null: all coordinators, or nobody any more. */
  readonly person: string | null;
  /** The same person's whole name. */
  readonly fullName: string | null;
  /** It could not be signed before the coordinators had entered it into ПОС. */
  readonly awaitsEntry: boolean;
  readonly organization: string | null;
  readonly from: Date;
  /** Null: it is there. */
  readonly to: Date | null;
  /** Milliseconds of working time. */
  readonly time: number;
}

interface Entry {
  readonly at: Date;
  readonly action: string;
  readonly toStage: Stage | null;
  readonly people: Readonly<Partial<Record<Participant | 'former' | 'replacement', string>>>;
  readonly participant: string | null;
  readonly organization: string | null;
}
const name = (field: string) => `(select p.name from person p where p.id = (j.details ->> '${field}')::int)`;
const readActs = statement(
  'acts-of-holders',
  `select j.at, j.action, j.to_stage as "toStage", j.details ->> 'participant' as participant,
     (select o.name from organization o where o.id = (j.details ->> 'organizationId')::int) as organization,
     jsonb_strip_nulls(jsonb_build_object('executor', ${name('executorId')}, 'agreeing', ${name('agreeingId')}, 'approving', ${name('approvingId')},
       'former', ${name('formerExecutorId')}, 'replacement', ${name('replacementId')})) as people
   from journal_entry j where j.appeal_id = $1 and j.to_stage is not null order by j.id`,
);

/** @param until now, or when the appeal was finished */
export async function readHolders(
  queries: Queries,
  appealId: number,
  {
    until,
    calendar,
    signatures,
  }: { readonly until: Date; readonly calendar: OfficeCalendar; readonly signatures: SignatureMode },
): Promise<readonly Holding[]> {
  const entries = await queries.query<Entry>(readActs, [appealId]);
  const holdings: Omit<Holding, 'to' | 'time'>[] = [];
  let places: Places = { executor: null, agreeing: null, approving: null, organization: null, entered: false };
  for (const entry of entries) {
    places = after(places, entry);
    const { toStage: stage, at } = entry;
    if (stage === null) continue;
    const here = { stage, ...holderOf(stage, places, signatures), from: at };
    const last = holdings.at(-1);
    if (last?.stage !== stage || last.fullName !== here.fullName || last.organization !== here.organization)
      holdings.push(here);
  }
  return holdings.map((holding, index) => {
    const to = holdings[index + 1]?.from ?? null;
    const time = isFinal(holding.stage) ? 0 : Math.max(0, workingTimeBetween(holding.from, to ?? until, calendar));
    return { ...holding, to, time };
  });
}

type Places = Readonly<Record<Participant | 'organization', string | null>> & { readonly entered: boolean };

function after(places: Places, { action, people, participant, organization, toStage }: Entry): Places {
  const former = people.former === undefined ? places : { ...places, executor: people.former };
  const undone = action === 'undoAssignment' ? { ...former, executor: null } : former;
  const named = PARTICIPANTS.reduce<Places>(
    (all, place) => (people[place] === undefined ? all : { ...all, [place]: people[place] }),
    undone,
  );
  const replaced =
    isOneOf(PARTICIPANTS, participant) && people.replacement !== undefined
      ? { ...named, [participant]: people.replacement }
      : named;
  // What was entered is the version of then: another one has to be entered again.
  const entered =
    action === 'markEntered' || (replaced.entered && action !== 'editDraft' && isOneOf(ENTRY_STAGES, toStage));
  return { ...replaced, entered, organization: organization ?? replaced.organization };
}

/** Where nobody in particular holds it, all coordinators do: also what they have not yet entered into ПОС. */
function holderOf(
  stage: Stage,
  places: Places,
  signatures: SignatureMode,
): Pick<Holding, 'person' | 'fullName' | 'awaitsEntry' | 'organization'> {
  const waits = signatures === 'mark' && isOneOf(ENTRY_STAGES, stage) && !places.entered;
  const place = waits ? null : holderAt(stage);
  const held = place === null ? null : places[place];
  return {
    person: held === null ? null : shortName(held),
    fullName: held,
    awaitsEntry: waits,
    organization: isOneOf(ORGANIZATION_STAGES, stage) ? places.organization : null,
  };
}
