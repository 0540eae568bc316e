import { hasRight } from '../../../src/regulation/rights';
import { PARTICIPANTS, type Participant } from '../../../src/regulation/vocabulary';
import { disablePerson, openWorkOf, type Disabled } from '../../../src/usecases/administration/disable-person';
import { peopleFitFor, readPerson } from '../../../src/usecases/people/read-people';
import type { BotDeps } from '../talk';
import { button, type Screen } from '../screen';
import { choiceScreen, personScreen } from '../screens/office/person-screen';
import { numberAt, to, type Section, type SectionPress, type Sections } from '../screens/pager';

/** Nothing chosen yet for this place; 0 leaves it to the coordinators. */
const OPEN = '-';

/**
 * «Отключить»: to whom the open appeals go, place by place, then «Подтвердить». What was chosen so far stands in the buttons
 * themselves, as ids; the use case checks who fits.
 */
export function disableSections(deps: BotDeps): Sections {
  const { desk, messenger } = deps;
  const admin = (run: (press: SectionPress) => Promise<void>): Section => ({ right: 'administer', run });
  const chosenIn = ({ about }: SectionPress) => PARTICIPANTS.map((_, index) => about[index + 1] ?? OPEN);

  async function ask(press: SectionPress): Promise<void> {
    const { html, plain } = press.ctx.words;
    const personId = numberAt(press.about, 0) ?? 0;
    const person = await readPerson(desk, personId);
    if (!person) return press.answer(plain('people:refusal.gone'), true);
    const work = await openWorkOf(desk, personId);
    const chosen = chosenIn(press);
    const title = `<b>${html('people:disable.title', { name: person.name })}</b>`;
    await press.answer();
    // Whose appeals go to whom is a coordinator's to say; another admin leaves it to them.
    const next = hasRight(press.ctx.official, 'replace')
      ? PARTICIPANTS.findIndex((place, index) => work[place] > 0 && chosen[index] === OPEN)
      : -1;
    const place = PARTICIPANTS[next];
    if (place === undefined) return press.draw(await confirmation(press, personId, title, work, chosen));
    const answered = (value: string) =>
      to('disable', personId, ...chosen.map((text, index) => (index === next ? value : text)));
    const people = await peopleFitFor(desk, place, personId);
    await press.draw(
      choiceScreen(
        {
          text: `${title}\n${html(`people:disable.${place}`, { count: work[place] })}`,
          page: numberAt(press.about, PARTICIPANTS.length + 1) ?? 0,
          items: people.map(({ id, name }) => ({ caption: name, data: answered(id.toString(36)) })),
          turn: (page) => to('disable', personId, ...chosen, page),
          none: { caption: plain('people:disable.leave'), data: answered('0') },
          back: to('person', personId),
        },
        messenger.readingFor(press.ctx.official),
      ),
    );
  }

  async function confirmation(
    press: SectionPress,
    personId: number,
    title: string,
    work: Readonly<Record<Participant, number>>,
    chosen: readonly string[],
  ): Promise<Screen> {
    const { html, plain } = press.ctx.words;
    const lines = [title];
    if (PARTICIPANTS.every((place) => work[place] === 0)) lines.push(html('people:disable.nothing'));
    else if (!hasRight(press.ctx.official, 'replace')) lines.push(html('people:disable.leaveToCoordinators'));
    else {
      for (const [index, place] of PARTICIPANTS.entries()) {
        if (work[place] === 0) continue;
        const successor = await readPerson(desk, numberAt(chosen, index) ?? 0);
        const caption = plain(`appeal:participant.${place}`);
        lines.push(
          successor
            ? html('people:disable.chosen', { place: caption, name: successor.name })
            : html('people:disable.left', { place: caption }),
        );
      }
    }
    return {
      text: lines.join('\n'),
      buttons: [
        [button(plain('people:disable.confirm'), to('disabled', personId, ...chosen))],
        [button(plain('people:admin.button.back'), to('person', personId))],
      ],
    };
  }

  async function confirm(press: SectionPress): Promise<void> {
    const { plain } = press.ctx.words;
    const personId = numberAt(press.about, 0) ?? 0;
    const chosen = chosenIn(press);
    const successors = Object.fromEntries(
      PARTICIPANTS.flatMap((place, index) => {
        const id = numberAt(chosen, index) ?? 0;
        return id === 0 ? [] : [[place, id]];
      }),
    ) as Partial<Record<Participant, number>>;
    const result = await disablePerson(desk, press.ctx.official, {
      personId,
      successors,
      reason: plain('people:disable.reason'),
    });
    deps.wake();
    await press.answer(result.ok ? doneWords(result, press) : plain(`people:refusal.${result.refusal}`), !result.ok);
    const person = await readPerson(desk, personId);
    if (person) await press.draw(personScreen(person, messenger.readingFor(press.ctx.official)));
  }

  return { disable: admin(ask), disabled: admin(confirm) };
}

function doneWords(
  { moved, left }: Extract<Disabled, { ok: true }>,
  {
    ctx: {
      words: { plain },
    },
  }: SectionPress,
): string {
  if (moved > 0 && left > 0) return plain('people:disable.doneBoth', { moved, left });
  if (moved > 0) return plain('people:disable.doneMoved', { count: moved });
  return left > 0 ? plain('people:disable.doneLeft', { count: left }) : plain('people:disable.done');
}
