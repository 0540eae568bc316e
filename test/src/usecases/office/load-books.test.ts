import { readChanges } from '../../../../src/usecases/office/changes';
import { loadRoster } from '../../../../src/usecases/office/load-roster';
import type { RosterData } from '../../../../src/usecases/office/loading';
import { openOffice, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.fresh.drop());

const load = (books: Partial<RosterData>) =>
  loadRoster(
    office.desk,
    { users: [], organizations: [], categories: [], groups: [], ...books },
    { by: { personId: office.people.admin } },
  );
/** The latest first, but for the loadings themselves. */
const changes = async () =>
  (await readChanges(office.desk, 0)).changes
    .filter(({ action }) => action === 'changeOffice')
    .map(({ by, what, of, from, to }) => ({ by, what, of, from, to }));

test('an organization that a table makes another kind stands among the changes with what it was; a new one is counted', async () => {
  const organizations = [
    { name: 'water', kind: 'outside' as const },
    { name: 'Новая', kind: 'subordinate' as const },
  ];
  await load({ organizations });
  await load({ organizations });
  expect(await changes()).toEqual([
    { by: 'admin', what: 'organization', of: 'water', from: 'subordinate', to: 'outside' },
  ]);
});

test('a category whose term a table changes stands there with its former term, one whose executor changes without', async () => {
  const row = { category: 'Дороги', subcategory: 'Яма' };
  await load({ categories: [{ ...row, fastTrackDays: 3 }] });
  expect(await changes()).toEqual([]);
  await load({ categories: [{ ...row, fastTrackDays: 10 }] });
  await load({ users: [{ name: 'executor', roles: ['executor'] }], categories: [{ ...row, executor: 'executor' }] });
  expect(await changes()).toEqual([
    { by: 'admin', what: 'category', of: 'Дороги / Яма', from: null, to: null },
    { by: 'admin', what: 'categoryTerm', of: 'Дороги / Яма', from: 3, to: 10 },
  ]);
});
