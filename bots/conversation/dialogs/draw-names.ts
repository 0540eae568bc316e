import { readNamesThere } from '../../../src/usecases/registry/names-there';
import { readTakeover, type NamedDifference } from '../../../src/usecases/registry/take-over';
import type { Screen } from '../screen';
import { namesThereScreen } from '../screens/registry/names-screen';
import { takeoverScreen } from '../screens/registry/takeover-screens';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** What «Назначить как в ПОС» would do at this moment; null: not theirs to see. */
export async function drawTakeover({ desk }: Talk, turn: Turn, of: NamedDifference): Promise<Screen | null> {
  const takeover = await readTakeover(desk, turn.official, of);
  return takeover && takeoverScreen(takeover, turn.reading);
}

/** Every name of ПОС with whom it means; null: not theirs to see. */
export async function drawNamesThere({ desk }: Talk, turn: Turn, page: number): Promise<Screen | null> {
  const names = await readNamesThere(desk, turn.official);
  return names && namesThereScreen(names, page, turn.reading);
}
