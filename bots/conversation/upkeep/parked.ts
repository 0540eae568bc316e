import { type Action, EVERY_ACTION } from '../../../src/regulation/vocabulary';
import {
  type ParkedHour,
  numberOf,
  parkedOf,
  subjectOf,
  retryParked,
  keyOfNotice,
  messageOfParked,
} from '../../../src/usecases/upkeep/parked';
import { button, shorten, type Screen, only } from '../kit/screen';
import type { Reading, Came, ReadsUpdates } from '../kit/turn';
import { officialByAccount } from '../../../src/usecases/kit/officials';
import { commandIn } from '../kit/command';
import type { Feature } from '../kit/feature';
import type { Talk } from '../kit/talk';
import { hasRight } from '../../../src/regulation/rights';
import { readUndelivered } from '../../../src/usecases/upkeep/undelivered';
import { readMailFailure } from '../../../src/usecases/delivery/settle-engagement';
import { mailFailureScreen } from '../delivery/mail-failure';
import { undeliveredScreen } from './undelivered';
import { type DeliveringDeps, type Renderers, skipped, done, toPerson, say } from '../kit/renderer';

/** What could not be handled, as far as an admin may know: neither words nor pictures. */
export interface ParkedFacts {
  /** Null: nobody who works here. */
  readonly name: string | null;
  readonly what: 'press' | 'command' | 'words' | 'photo' | 'file' | 'place' | 'other';
  readonly command: string | null;
  readonly action: Action | null;
  /** Of the appeal that it was about. */
  readonly number: string | null;
}

const LINES = 8;
const LINE = 120;

/** One notice of everything that a fault of ours has set aside within an hour, and «Повторить». */
export function parkedScreen(
  parked: readonly ParkedFacts[],
  { messenger, hour }: ParkedHour,
  { words: { html, plain } }: Reading,
): Screen {
  if (parked.length === 0) return { text: html('notice:parkedUpdates.over'), buttons: [] };
  const lineOf = ({ name, what, command, action, number }: ParkedFacts): string => {
    const said =
      what === 'press' && action !== null
        ? plain('notice:parkedUpdates.act', { action: plain(`appeal:action.${action}`) })
        : plain(`notice:parkedUpdates.what.${what}`, { command: command ?? '' });
    const about = number === null ? said : plain('notice:parkedUpdates.onAppeal', { said, number });
    const line = name === null ? about : plain('notice:parkedUpdates.of', { name, said: about });
    return html('notice:parkedUpdates.line', { line: shorten(line, LINE) });
  };
  const more = parked.length - LINES;
  return {
    text: [
      `⚠️ ${html('notice:parkedUpdates.head', { count: parked.length })}`,
      ...parked.slice(0, LINES).map(lineOf),
      ...(more > 0 ? [html('notice:parkedUpdates.more', { more })] : []),
      html('notice:parkedUpdates.remedy'),
    ].join('\n'),
    buttons: [[button(plain('notice:parkedUpdates.retry'), { kind: 'retryParked', hour, messenger })]],
  };
}

/** What was set aside within an hour, as it stands now. */
export async function drawParked(reads: ReadsUpdates, of: ParkedHour, reading: Reading): Promise<Screen> {
  const updates = await parkedOf(reads.desk, of);
  return parkedScreen(await Promise.all(updates.map((update) => factsOf(reads, of.messenger, update))), of, reading);
}

const NOTHING = { command: null, action: null, number: null } as const;

async function factsOf(
  { desk, heardIn, pressedIn }: ReadsUpdates,
  messenger: string,
  update: object,
): Promise<ParkedFacts> {
  const incoming = heardIn(update);
  if (!incoming) return { ...NOTHING, name: null, what: 'other' };
  const name = (await officialByAccount(desk, messenger, incoming.userId))?.name ?? null;
  return { name, ...(await whatIs({ desk, pressedIn }, incoming.came)) };
}

async function whatIs(reads: Pick<ReadsUpdates, 'desk' | 'pressedIn'>, came: Came): Promise<Omit<ParkedFacts, 'name'>> {
  switch (came.what) {
    case 'press':
      return { ...NOTHING, what: 'press', ...(await pressedOn(reads, came.data)) };
    case 'words': {
      const command = commandIn(came.text)?.name ?? null;
      return { ...NOTHING, what: command === null ? 'words' : 'command', command };
    }
    case 'rewritten':
      return { ...NOTHING, what: 'words' };
    case 'file':
      return { ...NOTHING, what: came.file.kind === 'photo' ? 'photo' : 'file' };
    case 'place':
    case 'moved':
      return { ...NOTHING, what: 'place' };
    case 'video':
    case 'other':
      return { ...NOTHING, what: 'other' };
  }
}

async function pressedOn(
  { desk, pressedIn }: Pick<ReadsUpdates, 'desk' | 'pressedIn'>,
  data: string,
): Promise<Pick<ParkedFacts, 'action' | 'number'>> {
  const button = pressedIn(data);
  const form = button && 'formId' in button ? await subjectOf(desk, button.formId) : null;
  const action = button?.kind === 'act' ? button.action : form === null ? null : actionOf(form.subject);
  const appealId = button && 'appealId' in button ? button.appealId : (form?.appealId ?? null);
  return { action, number: appealId === null ? null : await numberOf(desk, appealId) };
}

const actionOf = (subject: string): Action | null => EVERY_ACTION.find((action) => action === subject) ?? null;

/** «Повторить» under the notice of what a fault of ours has set aside. */
export function parkedFeature(talk: Talk): Feature {
  return {
    presses: {
      async retryParked({ words: { plain }, reading }, { hour, messenger }) {
        const count = await retryParked(talk.desk, { hour, messenger });
        return {
          toast: plain(count === 0 ? 'notice:parkedUpdates.over' : 'notice:parkedUpdates.retried', { count }),
          screen: await drawParked(talk, { hour, messenger }, reading),
        };
      },
    },
  };
}

/** Updates that were set aside. */
export function parked(deps: DeliveringDeps): Renderers<'parked' | 'redrawParked'> {
  const { desk, voice, readingFor } = deps;
  return {
    parked: toPerson(deps, async (official, { updateId, messenger, hour }, message) => {
      const reading = readingFor(official);
      if (hour === null) return say(deps, message, only(reading.words.html('notice:parked', { updateId })));
      return say(deps, message, await drawParked(deps, { messenger, hour }, reading));
    }),
    redrawParked: toPerson(deps, async (official, { messenger, hour }) => {
      const of = hour === null ? null : { messenger, hour };
      const message = of && (await messageOfParked(desk, keyOfNotice(of, official.personId), official));
      if (!of || !message) return skipped('what was set aside is told in no message');
      const isThere = await voice.edit(message, await drawParked(deps, of, readingFor(official)));
      return isThere ? done : skipped('the message is no more');
    }),
  };
}

/** What did not arrive. */
export function trouble(deps: DeliveringDeps): Renderers<'undelivered' | 'mailFailed'> {
  return {
    mailFailed: toPerson(deps, async (official, { shipmentId }, message) => {
      const failure = hasRight(official, 'tasks') ? await readMailFailure(deps.desk, shipmentId) : null;
      return say(deps, message, failure && mailFailureScreen(failure, deps.readingFor(official)));
    }),
    undelivered: toPerson(deps, async (official, params, message) =>
      hasRight(official, 'administer')
        ? say(
            deps,
            message,
            undeliveredScreen(params, await readUndelivered(deps.desk, params.since), deps.readingFor(official)),
          )
        : skipped('they are no admin any more'),
    ),
  };
}
