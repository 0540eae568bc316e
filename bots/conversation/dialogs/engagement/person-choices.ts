import type { Desk } from '../../../../src/usecases/kit/ports';
import type { SupervisorChoice } from '../../../../src/usecases/engagement/list';
import { listPeople, type PersonLine } from '../../../../src/usecases/people/people';
import { ALL_WHEN_NONE_FITS, choice } from '../../questions/choice';
import { answered, idIn } from '../../questions/question';

/** To which supervisor something goes. */
export const supervisorChoice = choice<{ readonly supervisors: readonly SupervisorChoice[] }>({
  items: ({ state: { supervisors }, reading: { words } }) =>
    supervisors.map(({ id, name, isAway }) => {
      const caption = isAway ? words.plain('engagement:away', { name }) : name;
      return { value: String(id), caption, search: name };
    }),
  pick(asked, value) {
    const personId = idIn(value);
    return asked.state.supervisors.some(({ id }) => id === personId) ? answered(asked, { personId }) : null;
  },
  nothing: (_, { reading: { words } }) => [words.html('engagement:noSupervisor')],
});

/** Whose a question or a task is to be. */
export const officialChoice = choice<{ readonly people: readonly PersonLine[] }>({
  items: ({ state, reading: { words } }) =>
    state.people.map(({ id, name, absent }) => ({
      value: String(id),
      caption: absent ? words.plain('line:absent', { name }) : name,
      search: name,
    })),
  pick(asked, value) {
    const personId = idIn(value);
    return asked.state.people.some(({ id }) => id === personId) ? answered(asked, { personId }) : null;
  },
  ...ALL_WHEN_NONE_FITS,
});

/** Whoever works here, whatever they are. */
export const officialsHere = async (desk: Desk): Promise<readonly PersonLine[]> =>
  (await listPeople(desk)).filter(({ disabled, roles }) => !disabled && roles.length > 0);
