// Preloaded into the program and its stand, whose clocks then run as far from the machine's as AHEAD_MS says: pictures of them have the same
// days whenever they are taken.
const ahead = Number(process.env.AHEAD_MS ?? 0);
const Machine = Date;

globalThis.Date = class extends Machine {
  constructor(...given) {
    if (given.length === 0) super(Machine.now() + ahead);
    else super(...given);
  }
  static now() {
    return Machine.now() + ahead;
  }
};
