import type { Program } from '../support/program';
import type { Scene } from './play';

/** Three appeals of which a hundred coordinators hear: 300 messages. */
export const CROWD = { crowd: 100, teams: 2 };
export const NEWS = 3;
export const SMALL = { crowd: 3, teams: 3 };
export const OWN_SERVER = { ...SMALL, ownServer: true };

export const SECOND = 1_000;
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const KILLS = 20;

/** It dies as it was told to, and not by itself. */
export async function diesOf(office: Scene['office'], program: Program): Promise<void> {
  await program.gone();
  if (program.exitCode !== null) throw new Error(`It ended by itself: ${program.output.slice(-1_500)}`);
  await office.died();
}

/** What whoever watches the machine is told by the process that answers now. */
export async function healthOf({
  program,
}: Scene['office']): Promise<{ readonly status: number; readonly said: string }> {
  const answer = await fetch(`${program?.http}/health`, { signal: AbortSignal.timeout(5_000) });
  return { status: answer.status, said: await answer.text() };
}
