namespace StrategyEngine.Data.Migrations;

/// <summary>The database cannot be entered at the migration. Nothing was changed. Code <c>migrations.baseline</c>.</summary>
public sealed class MigrationBaselineException : MigrationException
{
    internal MigrationBaselineException(string message)
        : base("migrations.baseline", message)
    {
    }
}
