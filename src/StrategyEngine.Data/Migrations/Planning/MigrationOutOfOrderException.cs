namespace StrategyEngine.Data.Migrations;

/// <summary>A pending migration is older than one that is applied. Nothing was changed. Code <c>migrations.out_of_order</c>.</summary>
public sealed class MigrationOutOfOrderException : MigrationException
{
    internal MigrationOutOfOrderException(IReadOnlyList<string> outOfOrder, string current)
        : base("migrations.out_of_order", Compose(outOfOrder, current)) => Migrations = outOfOrder;

    /// <summary>The ids of the pending migrations that are older than the newest applied one.</summary>
    public IReadOnlyList<string> Migrations { get; }

    private static string Compose(IReadOnlyList<string> outOfOrder, string current) =>
        $"{string.Join(", ", outOfOrder)} would be applied after {current}, which was written later: their effects may depend on the "
        + $"order. "
        + "Scaffold them again on top of it, or set MigrateOptions.AllowOutOfOrder if they touch different tables.";
}
