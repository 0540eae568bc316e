import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A machine of so much memory. */
const MACHINE_BYTES = 2 * 1024 ** 3;
const CGROUPS = '/sys/fs/cgroup';

export interface Machine {
  /** For whoever reads the table. */
  readonly said: string;
  /** A command that starts another one within the limit, in the place of itself. */
  readonly within: readonly string[];
  leave(): void;
}

/**
 * Two gigabytes for the bot and all that it starts, together by a control group (version 2) where one may be made; else for each of its
 * processes by `prlimit`, while the sum is watched by whoever plays.
 */
export function smallMachine(): Machine {
  const group = controlGroup();
  if (group !== null)
    return {
      said: 'cgroup v2, memory.max of 2 GB for all our processes',
      within: ['sh', '-c', `echo $$ > ${group}/cgroup.procs && exec "$0" "$@"`],
      leave: () => rmdirSync(group),
    };
  if (hasPrlimit())
    return {
      said: 'prlimit --data of 2 GB for each process (no cgroup v2 with memory may be made here)',
      within: ['prlimit', `--data=${MACHINE_BYTES}`, '--'],
      leave: () => undefined,
    };
  return { said: 'no limit: neither cgroup v2 nor prlimit is to be had', within: [], leave: () => undefined };
}

function controlGroup(): string | null {
  try {
    if (!readFileSync(path.join(CGROUPS, 'cgroup.subtree_control'), 'utf8').includes('memory')) return null;
    const group = path.join(CGROUPS, `murajagat-hostile-${process.pid}`);
    mkdirSync(group);
    writeFileSync(path.join(group, 'memory.max'), String(MACHINE_BYTES));
    return group;
  } catch {
    return null;
  }
}

function hasPrlimit(): boolean {
  try {
    execFileSync('prlimit', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
