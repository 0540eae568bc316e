const Sequencer = require('@jest/test-sequencer').default;
const path = require('node:path');

/**
 * What takes long by itself (processes that are killed, an outage that is waited for, the linter), longest first. On a
 * fresh checkout jest knows no durations and goes by size, so that a short file of a long test comes last and everybody
 * waits for it.
 */
const LONG = [
  'test/architecture/architecture.test.ts',
  'test/scenarios/virtual-month.test.ts',
  'test/scenarios/hostile-process.test.ts',
  'test/scenarios/hostile-network.test.ts',
  'test/scenarios/hostile-texts.test.ts',
  'test/src/adapters/embedded-postgres.test.ts',
  'test/browser/stand.test.ts',
  'test/scenarios/hostile-kill-engagement.test.ts',
  'test/scenarios/hostile-kill.test.ts',
  'test/scenarios/hostile-personal-data.test.ts',
  'test/src/usecases/acts/perform-property.test.ts',
];
const LIVES = 'test/scenarios/';

/** Long ones, then whole lives of an office, then the rest as jest orders it. */
module.exports = class LongFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path: file, context }) => {
      const name = path.relative(context.config.rootDir, file).split(path.sep).join('/');
      const place = LONG.indexOf(name);
      if (place >= 0) return place;
      return name.startsWith(LIVES) ? LONG.length : LONG.length + 1;
    };
    return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
  }
};
