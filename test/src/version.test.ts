import { readFileSync } from 'node:fs';
import path from 'node:path';
import { version } from '../../package.json';
import { VERSION } from '../../src/version';

test('copies and whoever reads them know the version that package.json has', () => {
  expect(VERSION).toBe(version);
});

// `npm version X.Y.Z` writes all of them.
test('CHANGELOG has what is to come first, then each release with its day, this one among them once there was any', () => {
  const text = readFileSync(path.join(__dirname, '../../CHANGELOG.md'), 'utf8');
  const [first = '', ...others] = [...text.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading);
  const releases = first === 'Pending' ? others : [first, ...others];
  for (const heading of releases) expect(heading).toMatch(/^\d+\.\d+\.\d+, \d\d\.\d\d\.\d{4}$/);
  if (releases.length > 0) expect(releases[0]).toMatch(new RegExp(`^${VERSION},`));
});
