namespace StrategyEngine.Data.Migrations;

/// <summary>Something other than a migration has changed the schema. Nothing was changed now. Code <c>migrations.drift</c>.</summary>
public sealed class SchemaDriftException : MigrationException
{
    internal SchemaDriftException(IReadOnlyList<string> differences)
        : base("migrations.drift", Compose(differences)) => Differences = differences;

    /// <summary>One line per difference: <c>+</c> what is there and should not be, <c>-</c> what should be there and is not.</summary>
    public IReadOnlyList<string> Differences { get; }

    internal static string Compose(IReadOnlyList<string> differences) =>
        $"The schema is not as the last run left it: {string.Join("; ", differences)}. "
        + "Undo the change by hand or put it into a migration; or, if it is to stay, call RepairAsync with AcceptSchema.";
}
