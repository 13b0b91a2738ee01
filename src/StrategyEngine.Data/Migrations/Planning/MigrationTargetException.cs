namespace StrategyEngine.Data.Migrations;

/// <summary>
/// <see cref="MigrateOptions.Target"/> names no migration of the application, or one that the database is already past. Nothing was
/// changed. Code <c>migrations.target</c>.
/// </summary>
public sealed class MigrationTargetException : MigrationException
{
    internal MigrationTargetException(string message)
        : base("migrations.target", message)
    {
    }
}
