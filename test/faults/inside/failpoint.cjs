// Stands in the place of src/process/failpoint.ts in the suite's own copy of the program: FAILPOINT=NAME:TIMES dies of kill -9 when
// that moment is passed for the so manieth time.
const [name, times] = (process.env.FAILPOINT ?? '').split(':');
let left = Number(times);

exports.failpoint = (at) => {
  if (at !== name || --left !== 0) return;
  process.kill(process.pid, 'SIGKILL');
  // Nothing more is done, however long the signal takes.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};
