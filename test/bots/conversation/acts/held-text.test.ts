import { heldBack } from '../../../../bots/conversation/acts/whole-text';
import { questionNow } from '../../../../bots/conversation/acts/act';
import type { Asked } from '../../../../bots/conversation/kit/question';
import type { Found } from '../../../../src/usecases/answers/applicant-in-text';

const PHONE: Found = { kind: 'phone', mask: '•••33' };
const NAME: Found = { kind: 'applicantName', mask: 'И•••' };
/** As much of a question as holding back looks at. */
const asked = (answers: object, view: object = {}) =>
  ({ answers, view, state: { step: { ask: 'requestBody' } } }) as unknown as Parameters<typeof heldBack>[0] &
    Asked<never>;

test('an answer goes on when nothing was found, and words that narrow a list always', () => {
  const change = { answers: { requestBody: 'Росреестр' }, passes: true } as const;
  expect(heldBack(asked({}), change, [])).toBe(change);
  const narrowed = { view: { query: '8 917 123-45-67' } };
  expect(heldBack(asked({}), narrowed, [PHONE])).toBe(narrowed);
});

test('an answer of one message that would have gone on waits, and goes on when it may stay', () => {
  const change = { answers: { requestBody: 'Росреестр, 2-22-33' }, view: {}, passes: true } as const;
  const held = heldBack(asked({}), change, [PHONE]);
  expect(held).toEqual({
    answers: change.answers,
    view: { held: { key: 'requestBody', found: [PHONE], passes: true } },
  });
  const waiting = asked(change.answers, held.view);
  expect(questionNow(waiting).pressed(waiting, 'other', 'keep')).toEqual({ view: {}, passes: true });
  expect(questionNow(waiting).pressed(waiting, 'other', 'again')).toEqual({
    answers: { requestBody: undefined },
    view: { held: undefined },
  });
  expect(questionNow(waiting).pressed(waiting, 'done', '')).toBeNull();
  // Written anew without asking: what was found in the former one is gone with it.
  const clean = { answers: { requestBody: 'Росреестр' }, view: {}, passes: true } as const;
  expect(heldBack(waiting, clean, [])).toBe(clean);
});

test('a text of several messages keeps all that was found, each once, and how its question looks', () => {
  const first = heldBack(asked({}, { withoutPhoto: true }), { answers: { withoutPhoto: 'a' } }, [PHONE]);
  const second = heldBack(asked(first.answers ?? {}, first.view), { answers: { withoutPhoto: 'a\nb' } }, [PHONE, NAME]);
  expect(second.view).toEqual({
    withoutPhoto: true,
    held: { key: 'withoutPhoto', found: [PHONE, NAME], passes: false },
  });
  const waiting = asked(second.answers ?? {}, second.view);
  expect(questionNow(waiting).pressed(waiting, 'other', 'keep')).toEqual({
    view: { withoutPhoto: true, held: undefined },
  });
  const third = { answers: { withoutPhoto: 'a\nb\nc' } };
  expect(heldBack(waiting, third, []).view).toEqual(second.view);
});
