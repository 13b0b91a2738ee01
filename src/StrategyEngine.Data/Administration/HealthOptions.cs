namespace StrategyEngine.Data.Administration;

/// <summary>How <see cref="DatabaseAdministrator.CheckHealthAsync"/> looks.</summary>
public sealed record HealthOptions : IRangedOptions
{
    /// <summary>How long the whole look may take; a database that has not answered by then is unhealthy.</summary>
    /// <value>5 seconds by default; more than zero, at most 1 day.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether to read the whole database for damage, where the engine can. Raise <see cref="Timeout"/> with it: it takes seconds per
    /// gigabyte.
    /// </summary>
    /// <value>False by default.</value>
    public bool CheckIntegrity { get; init; }

    string IRangedOptions.Code => "administration.options";

    void IRangedOptions.Check(OptionRanges ranges)
    {
        ranges.AboveUpTo(Timeout, TimeSpan.Zero, TimeSpan.FromDays(1));
    }
}
