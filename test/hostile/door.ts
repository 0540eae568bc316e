import type { HostileOffice } from './office';

/** What a stranger brings. */
export interface Case<Given> {
  readonly name: string;
  /** Made by code, before anything is measured. */
  readonly make: () => Given | Promise<Given>;
  /** What whoever sent it, or the office, is told; null: nobody needs to know, and nothing happens. */
  readonly says: RegExp | null;
}

/** A way in for what strangers make. */
export interface Door<Given> {
  readonly name: string;
  readonly cases: readonly Case<Given>[];
  /** Those for which `npm test` has time, by name. */
  readonly short: readonly string[];
  /** Before the program is started. @param work a folder of this office alone */
  prepare(work: string): Promise<Prepared<Given>>;
}

export interface Prepared<Given> {
  /** What the office must have switched on for it. */
  readonly env?: Readonly<Record<string, string>>;
  enter(office: HostileOffice): Promise<AtDoor<Given>>;
  close?(): Promise<void>;
}

export interface AtDoor<Given> {
  /**
   * Brings it in.
   * @returns what has been said of it until now, wherever whoever is concerned reads
   */
  give(given: Given, name: string): Promise<() => Promise<string>>;
  /** A good one by the same door. @returns what was lost of it, or of what came before, in words */
  beside(): Promise<readonly string[]>;
}
