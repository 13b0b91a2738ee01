namespace StrategyEngine.Data.Persistence;

/// <summary>What a column of the journal holds.</summary>
public enum MigrationJournalValue
{
    /// <summary>A <see cref="Guid"/>.</summary>
    Id,

    /// <summary>Text of up to 300 characters.</summary>
    Text,

    /// <summary>Text of any length.</summary>
    LongText,

    /// <summary>A <see cref="DateTimeOffset"/> in UTC, to the millisecond.</summary>
    Instant,

    /// <summary>A <see cref="long"/>.</summary>
    Number,
}
