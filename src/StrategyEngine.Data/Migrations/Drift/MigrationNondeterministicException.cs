namespace StrategyEngine.Data.Migrations;

/// <summary>
/// A migration says something else each time it is asked what it does, so that nobody could ever tell whether it was edited. Nothing was
/// changed. Code <c>migrations.nondeterministic</c>.
/// </summary>
public sealed class MigrationNondeterministicException : MigrationException
{
    internal MigrationNondeterministicException(IReadOnlyList<string> migrations)
        : base("migrations.nondeterministic", Compose(migrations)) => Migrations = migrations;

    /// <summary>The ids of those migrations.</summary>
    public IReadOnlyList<string> Migrations { get; }

    internal static string Compose(IReadOnlyList<string> migrations) =>
        $"{string.Join(", ", migrations)} has other operations each time it is made, as with Guid.NewGuid() or DateTime.UtcNow in Up, so "
        + $"it cannot be verified. "
        + "Write a constant, or let the database make the value in SQL; if it was applied already, call RepairAsync with AcceptEdited "
        + "afterwards.";
}
