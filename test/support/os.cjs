// Stands for node:os under jest: a process for strangers' bytes gives way to whoever presses, and where tests fill all cores it would come
// last, while its test waits for it.
const os = process.getBuiltinModule('os');

module.exports = { ...os, setPriority: () => undefined };
