// Goes behind src/adapters/migrations.ts in the suite's own copy of the program: a migration has done its work, and nothing says so yet.
for (const migration of exports.migrations) {
  const { up } = migration;
  migration.up = async (runner) => {
    await up(runner);
    module.require('../process/failpoint').failpoint('migration-half-way');
  };
}
