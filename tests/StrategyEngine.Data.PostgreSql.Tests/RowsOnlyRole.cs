namespace StrategyEngine.Data.PostgreSql.Tests;

/// <summary>The role of an application that may read and write the rows of the library's tables, and nothing else.</summary>
internal static class RowsOnlyRole
{
    public const string Name = "strategyengine_rows_only", Password = "rows-only";

    /// <summary>Makes the role, and gives it its rights in the database of the connection: what a copy of the database keeps.</summary>
    public const string Create =
        $"""
        DO $$ BEGIN
            CREATE ROLE {Name} LOGIN PASSWORD '{Password}';
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END $$;
        GRANT USAGE ON SCHEMA trading TO {Name};
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA trading TO {Name};
        """;

    /// <summary>Removes the role, unless another run of the tests still has databases that know it.</summary>
    public const string Drop =
        $"""
        DO $$ BEGIN
            DROP ROLE IF EXISTS {Name};
        EXCEPTION WHEN dependent_objects_still_exist OR undefined_object THEN NULL;
        END $$
        """;
}
