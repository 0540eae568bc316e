// Stands in the place of src/clock.ts in the suite's own copy of the program: the machine's clock, wrong by as much as the suite says.
let wrongByMs = Number(process.env.CLOCK_WRONG_BY_MS ?? 0);
process.on('message', (message) => {
  wrongByMs = message.clockWrongByMs;
});
process.channel?.unref();

exports.systemClock = { now: () => new Date(Date.now() + wrongByMs) };
