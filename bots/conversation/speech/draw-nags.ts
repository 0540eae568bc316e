import { toldList } from '../../../src/usecases/digests/told-list';
import { readNagsMessage, type NagsMessage } from '../../../src/usecases/nags/snooze';
import type { Official } from '../../../src/usecases/people/officials';
import type { Desk } from '../../../src/usecases/ports';
import type { Screen } from '../screen';
import { nagsScreen } from '../screens/appeals/nags-screen';
import { morningScreen } from '../screens/digests/personal-digest';
import type { Reading } from '../turn';

export interface DrawnNags extends NagsMessage {
  /** Null: nothing of it stands any more, and the message goes. `asItIs`: it stays as it is. */
  readonly screen: Screen | 'asItIs' | null;
}

/** What a message of nags shows now: they by themselves, or in the morning list with which they came. @param root its key */
export async function drawNags(desk: Desk, official: Official, root: string, reading: Reading): Promise<DrawnNags> {
  const nags = await readNagsMessage(desk, official.personId, root);
  const told = await toldList(desk, root);
  if (told === null) return { ...nags, screen: nagsScreen(nags, reading) };
  // The morning is over, and what it was about is history.
  return { ...nags, screen: told.isTold ? null : (morningScreen(told.list, reading, nags) ?? 'asItIs') };
}
