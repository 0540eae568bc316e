import { ROLES } from '../../../src/regulation/vocabulary';
import {
  changePerson,
  type PersonChange,
  type PersonChanged,
} from '../../../src/usecases/administration/change-person';
import { enablePerson } from '../../../src/usecases/administration/disable-person';
import { invite } from '../../../src/usecases/administration/invitations';
import { listOrganizations } from '../../../src/usecases/administration/office-books';
import { listPeople, peopleFitFor, readPerson } from '../../../src/usecases/people/read-people';
import { moment } from '../screens/dates';
import type { BotDeps } from '../talk';
import { invitationLink, hashOf, newSecret } from '../invitation';
import { choiceScreen, peopleScreen, personScreen } from '../screens/office/person-screen';
import { numberAt, to, type SectionPress, type Sections } from '../screens/pager';

/** People and one person: roles, rights, supervisor, organization, link. Only admins come here, and the use cases check it again. */
export function personSections(deps: BotDeps): Sections {
  const { desk, messenger } = deps;
  const reading = ({ ctx }: SectionPress) => messenger.readingFor(ctx.official);
  const plain = ({ ctx }: SectionPress) => ctx.words.plain;
  const admin = (run: (press: SectionPress) => Promise<void>) => ({ right: 'administer', run }) as const;
  const gone = (press: SectionPress) => press.answer(plain(press)('people:refusal.gone'), true);

  async function drawPerson(press: SectionPress, personId: number): Promise<void> {
    const person = await readPerson(desk, personId);
    if (person) await press.draw(personScreen(person, reading(press)));
  }

  /** Changes, names the result, and draws the person anew, whatever came of it. */
  async function change(press: SectionPress, personId: number, what: PersonChange, done: string): Promise<void> {
    const result = await changePerson(desk, press.ctx.official, personId, what);
    await answerChange(press, result, done);
    deps.wake();
    await drawPerson(press, personId);
  }

  async function answerChange(press: SectionPress, result: PersonChanged, done: string): Promise<void> {
    if (!result.ok) return press.answer(plain(press)(`people:refusal.${result.refusal}`), true);
    const [lack] = result.lacks;
    return lack === undefined
      ? press.answer(done)
      : press.answer(`${done}. ${plain(press)(`people:lack.${lack}`)}`, true);
  }

  return {
    people: admin(async (press) => {
      const people = await listPeople(desk);
      await press.answer();
      await press.draw(peopleScreen(people, numberAt(press.about, 0) ?? 0, reading(press)));
    }),
    person: admin(async (press) => {
      const person = await readPerson(desk, numberAt(press.about, 0) ?? 0);
      if (!person) return gone(press);
      await press.answer();
      await press.draw(personScreen(person, reading(press)));
    }),
    role: admin(async (press) => {
      const personId = numberAt(press.about, 0);
      const role = ROLES.find((one) => one === press.about[1]);
      const held = press.about[2] === '1';
      if (personId === null || role === undefined) return gone(press);
      const name = plain(press)(`people:role.${role}`);
      await change(
        press,
        personId,
        { kind: 'role', role, held },
        plain(press)(held ? 'people:person.roleGiven' : 'people:person.roleTaken', { role: name }),
      );
    }),
    approve: admin(async (press) => {
      const personId = numberAt(press.about, 0);
      if (personId === null) return gone(press);
      const allowed = press.about[1] === '1';
      await change(
        press,
        personId,
        { kind: 'canApprove', allowed },
        plain(press)(allowed ? 'people:person.approvalGiven' : 'people:person.approvalTaken'),
      );
    }),
    supervisors: admin(async (press) => {
      const personId = numberAt(press.about, 0);
      if (personId === null) return gone(press);
      const people = await peopleFitFor(desk, 'agreeing', personId);
      await press.answer();
      await press.draw(
        choiceScreen(
          {
            text: press.ctx.words.html(people.length > 0 ? 'people:person.askSupervisor' : 'people:person.nobody'),
            page: numberAt(press.about, 1) ?? 0,
            items: people.map(({ id, name }) => ({ caption: name, data: to('supervisor', personId, id) })),
            turn: (page) => to('supervisors', personId, page),
            none: { caption: plain(press)('people:person.noSupervisor'), data: to('supervisor', personId, 0) },
            back: to('person', personId),
          },
          reading(press),
        ),
      );
    }),
    supervisor: admin(async (press) => {
      const [personId, supervisorId] = [numberAt(press.about, 0), numberAt(press.about, 1)];
      if (personId === null || supervisorId === null) return gone(press);
      await change(
        press,
        personId,
        { kind: 'supervisor', supervisorId: supervisorId === 0 ? null : supervisorId },
        plain(press)('people:person.saved'),
      );
    }),
    places: admin(async (press) => {
      const personId = numberAt(press.about, 0);
      if (personId === null) return gone(press);
      const organizations = (await listOrganizations(desk)).filter(({ kind }) => kind === 'subordinate');
      await press.answer();
      await press.draw(
        choiceScreen(
          {
            text: press.ctx.words.html('people:person.askOrganization'),
            page: numberAt(press.about, 1) ?? 0,
            items: organizations.map(({ id, name }) => ({ caption: name, data: to('place', personId, id) })),
            turn: (page) => to('places', personId, page),
            none: { caption: plain(press)('people:person.noOrganization'), data: to('place', personId, 0) },
            back: to('person', personId),
          },
          reading(press),
        ),
      );
    }),
    place: admin(async (press) => {
      const [personId, organizationId] = [numberAt(press.about, 0), numberAt(press.about, 1)];
      const known =
        organizationId === 0 ||
        (await listOrganizations(desk)).some(({ id, kind }) => id === organizationId && kind === 'subordinate');
      if (personId === null || organizationId === null || !known) return gone(press);
      await change(
        press,
        personId,
        { kind: 'organization', organizationId: organizationId === 0 ? null : organizationId },
        plain(press)('people:person.saved'),
      );
    }),
    invite: admin(async (press) => {
      const personId = numberAt(press.about, 0);
      if (personId === null) return gone(press);
      const secret = newSecret();
      const result = await invite(desk, press.ctx.official, personId, hashOf(secret));
      if (!result.ok) return press.answer(plain(press)(`people:refusal.${result.refusal}`), true);
      await press.answer(plain(press)('people:invitation.made'));
      const { now, calendar } = reading(press);
      const text = press.ctx.words.html('people:invitation.ready', {
        name: result.name,
        moment: moment(result.expiresAt, now, calendar),
        address: invitationLink(deps.botUsername, secret),
      });
      await messenger.send(press.ctx.official.chatId, { text, buttons: [] }, { silent: true });
      await drawPerson(press, personId);
    }),
    enable: admin(async (press) => {
      const personId = numberAt(press.about, 0);
      const result = personId === null ? null : await enablePerson(desk, press.ctx.official, personId);
      if (personId === null || result === null) return gone(press);
      deps.wake();
      await press.answer(
        plain(press)(result.ok ? 'people:person.enabled' : `people:refusal.${result.refusal}`),
        !result.ok,
      );
      await drawPerson(press, personId);
    }),
  };
}
