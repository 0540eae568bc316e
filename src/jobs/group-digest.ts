import { databaseOf } from '../database/database';
import { groupsWithDigests, sendGroupDigest } from '../usecases/digests/group-digest';
import type { Desk } from '../usecases/kit/ports';
import type { Job } from './job';
import { occasionAt, occasionOn, SCHEDULE } from './schedule';

/** A slot for each group, at its own hour where it has one. */
export const groupDigest = (desk: Desk): Job<'group_digest'> => ({
  name: 'group_digest',
  async occasions(day) {
    const calendar = desk.office.calendar();
    return (await groupsWithDigests(databaseOf(desk))).flatMap(({ id, digestAt }) => {
      const span =
        digestAt === null ? occasionOn(SCHEDULE.group_digest, day, calendar) : occasionAt(day, digestAt, calendar);
      return span ? [{ subject: String(id), ...span }] : [];
    });
  },
  run: (tx, { subject, at }) => sendGroupDigest(tx, desk, Number(subject), at),
});
