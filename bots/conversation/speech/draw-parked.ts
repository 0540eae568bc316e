import { EVERY_ACTION, type Action } from '../../../src/regulation/vocabulary';
import { numberOf, parkedOf, subjectOf, type ParkedHour } from '../../../src/usecases/upkeep/parked';
import { officialByAccount } from '../../../src/usecases/kit/officials';
import { commandIn } from '../command';
import type { Screen } from '../screen';
import { parkedScreen, type ParkedFacts } from '../screens/notices/parked-screen';
import type { Came, Reading, ReadsUpdates } from '../turn';

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
