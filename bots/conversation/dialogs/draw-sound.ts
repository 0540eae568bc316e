import { hasRight } from '../../../src/regulation/rights';
import { readAccounts } from '../../../src/usecases/people/home';
import { MORNINGS, readOwnSound } from '../../../src/usecases/people/on-duty';
import type { Screen } from '../screen';
import { soundScreen } from '../screens/office/sound-screens';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** «Параметры»: one's own, as it is at this moment. */
export async function drawSound({ desk }: Pick<Talk, 'desk'>, { official, reading }: Turn): Promise<Screen> {
  return soundScreen(
    {
      ...(await readOwnSound(desk, official)),
      accounts: await readAccounts(desk, official.personId),
      mornings: MORNINGS,
      duty: hasRight(official, 'duty'),
      works: hasRight(official, 'work'),
      administers: hasRight(official, 'administer'),
    },
    reading,
  );
}
