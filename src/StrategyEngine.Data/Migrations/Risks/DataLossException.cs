namespace StrategyEngine.Data.Migrations;

/// <summary>
/// A run would lose, change or refuse data, and that was not acknowledged. Nothing was changed. Code <c>migrations.data_loss</c>,
/// or <c>migrations.key_table</c> if it would make encrypted values unreadable for ever, which cannot be acknowledged.
/// </summary>
public sealed class DataLossException : MigrationException
{
    internal DataLossException(IReadOnlyList<MigrationRisk> risks)
        : base(IsForbidden(risks) ? "migrations.key_table" : "migrations.data_loss", Compose(risks)) => Risks = risks;

    /// <summary>The risks that were not acknowledged.</summary>
    public IReadOnlyList<MigrationRisk> Risks { get; }

    private static bool IsForbidden(IEnumerable<MigrationRisk> risks) => risks.Any(risk => risk.Level == MigrationRiskLevel.Forbidden);

    private static string Compose(IReadOnlyList<MigrationRisk> risks) =>
        $"Nothing was changed. {string.Join(" ", risks.Select(risk => $"{risk.MigrationId}: {risk.Message} [{risk.Key}]"))} "
        + (IsForbidden(risks)
            ? "A key table that is in use is never dropped: delete or export the encrypted values first, or take that step out of the "
                + "migration."
            : $"Look at PlanAsync, then put {string.Join(", ", risks.Select(risk => $"\"{risk.Key}\"").Distinct())} into "
                + $"AcknowledgedRisks, or set AllowDataLoss.");
}
