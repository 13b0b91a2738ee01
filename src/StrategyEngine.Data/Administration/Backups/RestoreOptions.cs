namespace StrategyEngine.Data.Administration;

/// <summary>How <see cref="DatabaseAdministrator.RestoreAsync"/> works.</summary>
public sealed record RestoreOptions
{
    /// <summary>How long to wait while another connection writes.</summary>
    /// <value>30 seconds by default; zero tries once; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative and not <see cref="Timeout.InfiniteTimeSpan"/>.</exception>
    public TimeSpan LockTimeout
    {
        get;
        init
        {
            if (value != Timeout.InfiniteTimeSpan)
                ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            field = value;
        }
    }
    = TimeSpan.FromSeconds(30);

    /// <summary>Whether to restore a file whose manifest is lost. What it holds is checked all the same, but not that it is what was backed up.</summary>
    /// <value>False by default.</value>
    public bool AllowMissingManifest { get; init; }
}
