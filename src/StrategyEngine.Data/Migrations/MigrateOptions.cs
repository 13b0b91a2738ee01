namespace StrategyEngine.Data.Migrations;

/// <summary>How <see cref="MigrationRunner.MigrateAsync"/> works.</summary>
public sealed record MigrateOptions
{
    /// <summary>How long to wait while another process migrates or writes.</summary>
    /// <value>5 minutes by default; zero tries once; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</value>
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
    = TimeSpan.FromMinutes(5);

    /// <summary>The last migration to apply, by id or by name.</summary>
    /// <value>Null, the default, applies every pending migration.</value>
    public string? Target { get; init; }

    /// <summary>Whether a pending migration that is older than one already applied may be applied after it.</summary>
    /// <value>False by default: <see cref="MigrationOutOfOrderException"/>.</value>
    public bool AllowOutOfOrder { get; init; }
}
