import { knownPerson, missedBy, RETURNED_FOR, type MissedBy } from '../../../../src/regulation/violations/kinds';

const IVANOV = 4;
const PETROV = 5;
const NOBODY: MissedBy = { holder: null, ids: [], deputyId: null, unnamed: null };

test.each<readonly [what: string, Partial<MissedBy>, readonly number[]]>([
  ['the executor', { holder: 'executor', ids: [IVANOV] }, [IVANOV]],
  ['a supervisor at agreement', { holder: 'agreeing', ids: [IVANOV] }, [IVANOV]],
  ['a supervisor at approval', { holder: 'approving', ids: [IVANOV] }, [IVANOV]],
  ['all coordinators of that moment', { holder: 'coordinator', ids: [IVANOV, PETROV] }, [IVANOV, PETROV]],
  ['somebody away and the deputy', { holder: 'executor', ids: [IVANOV], deputyId: PETROV }, [IVANOV, PETROV]],
  ['an organization: it is none of the office', { holder: 'organization', ids: [] }, []],
  ['nobody: it was over before the receipt', {}, []],
  ['nobody: shares were an assumption', { holder: 'executor', ids: [IVANOV], unnamed: 'assumed' }, []],
  ['nobody: returned on the last day', { holder: 'executor', ids: [IVANOV], unnamed: 'returned' }, []],
  ['an appeal that nobody held', { holder: 'executor', ids: [] }, []],
])('a missed term is put to %s', (_what, fact, expected) => {
  expect(missedBy({ ...NOBODY, ...fact })).toEqual(expected);
});

test('whose it is is known of one person, and asked of several', () => {
  expect(knownPerson([IVANOV])).toBe(IVANOV);
  expect(knownPerson([IVANOV, PETROV])).toBeNull();
  expect(knownPerson([])).toBeNull();
});

test('an answer that came back is a violation as a formal one or for its photos, and for nothing else', () => {
  expect(RETURNED_FOR).toEqual({
    formal_answer: 'formal',
    photo_other_time: 'photo',
    photo_other_place: 'photo',
    photo_used_before: 'photo',
    other: null,
  });
});
