/** Every entity, by hand: a class that is missing here does not exist for TypeORM. */
export const entities: readonly (new () => object)[] = [];
