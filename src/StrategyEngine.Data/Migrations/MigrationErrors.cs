using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>Turns an engine's errors about the database as a whole into exceptions with a repair.</summary>
internal static class MigrationErrors
{
    /// <summary>The typed exception, or null if the error is about something else.</summary>
    public static MigrationException? Translate(TradingProvider provider, Exception exception)
    {
        if (exception is TradingDataException or OperationCanceledException or ArgumentException)
            return null;
        return provider.Classify(exception).Kind switch
        {
            DatabaseErrorKind.Busy => new MigrationLockedException(TimeSpan.Zero, null, exception),
            DatabaseErrorKind.ReadOnly => new DatabaseUnusableException(DatabaseUnusableReason.ReadOnly, exception),
            DatabaseErrorKind.NotPermitted => new DatabaseUnusableException(DatabaseUnusableReason.NotPermitted, exception),
            DatabaseErrorKind.CannotOpen => new DatabaseUnusableException(DatabaseUnusableReason.CannotOpen, exception),
            DatabaseErrorKind.Transient => new DatabaseUnusableException(DatabaseUnusableReason.Unreachable, exception),
            DatabaseErrorKind.Corrupt => new DatabaseUnusableException(DatabaseUnusableReason.Corrupt, exception),
            _ => null,
        };
    }
}
