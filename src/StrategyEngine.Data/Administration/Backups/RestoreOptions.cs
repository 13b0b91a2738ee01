namespace StrategyEngine.Data.Administration;

/// <summary>How <see cref="DatabaseAdministrator.RestoreAsync"/> works.</summary>
public sealed record RestoreOptions : IRangedOptions
{
    /// <summary>How long to wait while another connection writes.</summary>
    /// <value>30 seconds by default; zero tries once; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</value>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether to restore a file whose manifest is lost. What it holds is checked all the same, but not that it is what was backed up.
    /// </summary>
    /// <value>False by default.</value>
    public bool AllowMissingManifest { get; init; }

    string IRangedOptions.Code => "administration.options";

    void IRangedOptions.Check(OptionRanges ranges)
    {
        ranges.Wait(LockTimeout);
    }
}
