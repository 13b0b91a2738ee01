namespace StrategyEngine.Data.Migrations;

/// <summary>
/// A migration was edited after it had been applied, so the database does not have what the code now says. Nothing was changed. Code
/// <c>migrations.edited</c>.
/// </summary>
public sealed class MigrationEditedException : MigrationException
{
    internal MigrationEditedException(IReadOnlyList<string> migrations)
        : base("migrations.edited", Compose(migrations)) => Migrations = migrations;

    /// <summary>The ids of the edited migrations.</summary>
    public IReadOnlyList<string> Migrations { get; }

    internal static string Compose(IReadOnlyList<string> migrations) =>
        $"{string.Join(", ", migrations)} was edited after it had been applied to this database: its operations are no longer those that "
        + $"ran. "
        + "Restore it as it was and put the change into a new migration; or, if the edit changes nothing that matters, call RepairAsync "
        + "with AcceptEdited.";
}
