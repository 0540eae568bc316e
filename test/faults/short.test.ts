import { played } from '../support/random';
import { compileFaulty } from './office';
import { missed, play } from './play';
import { SHORT } from './scripts';

// Here and not in beforeAll, for which concurrent tests do not wait.
const compiled = compileFaulty();
afterAll(() => compiled.remove());

// Side by side: each has an office of its own, and waits most of the time. How long recovery and exits take is judged by `npm run faults`.
test.concurrent.each(SHORT)('$what: nothing is lost, and what comes twice was on its way', async (script) =>
  played(async (random) => {
    const figures = await play(compiled, script, random);
    const exits = figures.exits.map((exit) => ({ ...exit, seconds: 0 }));
    const misses = missed({ ...figures, recoverySeconds: 0, exits });
    // What may come twice is a finding too, and no miss: it is told beside one that is.
    expect({ misses, findings: misses.length > 0 ? figures.findings : [] }).toEqual({ misses: [], findings: [] });
  }),
);
