using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Administration;

/// <summary>How applied migrations stand to those compiled into the application.</summary>
/// <param name="Applied">Those a database or backup has, in ascending order.</param>
/// <param name="Pending">Those it lacks.</param>
/// <param name="Unknown">Those a newer version of the application applied.</param>
internal sealed record SchemaPosition(IReadOnlyList<string> Applied, IReadOnlyList<string> Pending, IReadOnlyList<string> Unknown)
{
    // While nodes are replaced one by one, the older ones work on the newer schema.
    public HealthState State => Pending.Count > 0 ? HealthState.Unhealthy : Unknown.Count > 0 ? HealthState.Degraded : HealthState.Healthy;

    public string Description => this switch
    {
        { Pending.Count: 1 } => $"The migration {Pending[0]} is pending. Call MigrationRunner.MigrateAsync.",
        { Pending.Count: > 0 } => $"{Pending.Count} migrations are pending, the first {Pending[0]}. Call MigrationRunner.MigrateAsync.",
        { Unknown.Count: > 0 } => $"A newer version of the application has migrated the database to {Unknown[^1]}. Update this one.",
        { Applied.Count: > 0 } => $"It is at {Applied[^1]}, as compiled.",
        _ => "The application has no migrations.",
    };

    public static async Task<SchemaPosition> ReadAsync(DbContext context, MigrationSession session, CancellationToken cancellationToken) =>
        Of(context, await session.ReadHistoryAsync(cancellationToken).ConfigureAwait(false));

    public static SchemaPosition Of(DbContext context, IReadOnlyList<string> applied)
    {
        var compiled = context.Database.GetMigrations().ToList();
        return new SchemaPosition(
            applied,
            [.. compiled.Except(applied, StringComparer.OrdinalIgnoreCase)],
            [.. applied.Except(compiled, StringComparer.OrdinalIgnoreCase)]);
    }
}
