import { readFileSync } from 'node:fs';
import path from 'node:path';
import { World } from '../support/world';

const FOLDER = path.join(__dirname, '../../deploy/prometheus');
const read = (file: string): string => readFileSync(path.join(FOLDER, file), 'utf8');
const rules = read('murajagat.rules.yml');
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found = '']) => found);

let page: string;
beforeAll(async () => {
  const world = await World.start();
  page = await (await fetch(`${world.application.address}/metrics`)).text();
  await world.stop();
});

test('every figure that the rules look at is on our page', () => {
  const shown = all(page, /^# TYPE (\S+) /gm);
  const looked = all(rules, /expr:.*?((?:murajagat|process)_\w+)/g);
  expect(looked).toHaveLength(all(rules, /expr: (.*)/g).length - 1);
  expect(looked.filter((name) => !shown.includes(name))).toEqual([]);
});

// Prometheus has a label `job` of its own, and calls that of the page `exported_job`.
test.each(all(rules, /expr:.*?\{(.*?)\}/g).filter((labels) => !labels.startsWith('job=')))(
  'the page has what is chosen by %s',
  (labels) => {
    const [name = '', value = ''] = labels.replace('exported_', '').split('=');
    expect(page).toMatch(new RegExp(`${name}=${value}`));
  },
);

test('every alert is played by the tests for promtool', () => {
  const played = all(read('murajagat.rules.test.yml'), /alertname: (\w+)/g);
  expect(all(rules, /alert: (\w+)/g).filter((name) => !played.includes(name))).toEqual([]);
});
