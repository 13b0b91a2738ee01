namespace StrategyEngine.Data.Migrations;

/// <summary>How <see cref="MigrationRunner.MigrateAsync"/> works.</summary>
public sealed record MigrateOptions : MigrationRunOptions
{
    /// <summary>The last migration to apply, by id or by name.</summary>
    /// <value>Null, the default, applies every pending migration.</value>
    public string? Target { get; init; }

    /// <summary>Whether a pending migration that is older than one already applied may be applied after it.</summary>
    /// <value>False by default: <see cref="MigrationOutOfOrderException"/>.</value>
    public bool AllowOutOfOrder { get; init; }

    /// <summary>
    /// Whether pending migrations are applied on top of ones that were edited since, and of a schema that was changed by something else.
    /// </summary>
    /// <value>False by default: <see cref="MigrationEditedException"/>, <see cref="SchemaDriftException"/>. Nothing is checked when nothing
    /// is pending.</value>
    public bool SkipVerification { get; init; }
}
