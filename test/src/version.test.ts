import { version } from '../../package.json';
import { VERSION } from '../../src/version';

test('copies and whoever reads them know the version that package.json has', () => {
  expect(VERSION).toBe(version);
});
