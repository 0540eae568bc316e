const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');
const NodeEnvironment = require('jest-environment-node').default;
const { canKeep } = require('./kept.cjs');

/** The test runner's own; it starts from what it finds. */
const OF_ONE_FILE = /^(EVENT_HANDLERS|JEST_STATE_SYMBOL)$/;

/**
 * Tests run among node's own globals, as the bot does, not in a copy of them: every look at a global of a copy goes through
 * two proxies. What a file changes there ends with it.
 */
class KeptEnvironment {
  constructor({ projectConfig }) {
    this.global = globalThis;
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimers = null;
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
    this.before = { console: globalThis.console, exit: process.exit, env: { ...process.env } };
  }

  async setup() {}

  async teardown() {
    this.fakeTimersModern.dispose();
    globalThis.console = this.before.console;
    process.exit = this.before.exit;
    for (const name of Object.keys(process.env)) if (!(name in this.before.env)) delete process.env[name];
    Object.assign(process.env, this.before.env);
    for (const key of Object.getOwnPropertySymbols(globalThis))
      if (OF_ONE_FILE.test(key.description)) delete globalThis[key];
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  /** Asked for only to see whether it is still there. */
  getVmContext() {
    return globalThis;
  }
}

module.exports = canKeep() ? KeptEnvironment : NodeEnvironment;
