import { toldList } from '../../../src/usecases/digests/personal-digests';
import { readNagsMessage, type NagsMessage } from '../../../src/usecases/terms/snooze';
import type { Official } from '../../../src/usecases/kit/officials';
import type { Desk } from '../../../src/usecases/kit/ports';
import type { Screen } from '../screen';
import { nagsScreen } from '../screens/appeals/nags-screen';
import type { DrawnNote } from '../screens/digests/gathered-lines';
import { morningScreen } from '../screens/digests/personal-digest';
import type { Reading } from '../turn';
import { drawNotes } from './draw-notes';

export interface DrawnNags extends NagsMessage {
  /** What else the list tells with which they came. */
  readonly notes: readonly DrawnNote[];
  /** Null: nothing of it stands any more, and the message goes. `asItIs`: it stays as it is. */
  readonly screen: Screen | 'asItIs' | null;
}

/** What a message of nags shows now: they by themselves, or in the morning list with which they came. @param root its key */
export async function drawNags(desk: Desk, official: Official, root: string, reading: Reading): Promise<DrawnNags> {
  const nags = await readNagsMessage(desk, official.personId, root);
  const told = await toldList(desk, root);
  if (told === null) return { ...nags, notes: [], screen: nagsScreen(nags, reading) };
  const notes = await drawNotes({ desk, official, reading }, told.list);
  // The morning is over, and what it was about is history.
  return { ...nags, notes, screen: told.isTold ? null : (morningScreen(told.list, reading, nags, notes) ?? 'asItIs') };
}
