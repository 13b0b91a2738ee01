using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>Turns an engine's errors about the database as a whole into exceptions with a repair.</summary>
internal static class MigrationErrors
{
    /// <summary>The typed exception, or null if the error is about something else.</summary>
    public static MigrationException? Translate(TradingProvider provider, Exception exception)
    {
        if (exception is OperationCanceledException or ArgumentException
            || (exception is TradingDataException && !SchemaFailure.Is(exception)))
        {
            return null;
        }

        var kind = provider.Classify(exception).Kind;
        if (kind == DatabaseErrorKind.Busy)
            return new MigrationLockedException(TimeSpan.Zero, null, exception);
        return ReasonOf(kind) is { } reason ? new DatabaseUnusableException(reason, Compose(provider, kind), exception) : null;
    }

    private static DatabaseUnusableReason? ReasonOf(DatabaseErrorKind kind) => kind switch
    {
        DatabaseErrorKind.ReadOnly => DatabaseUnusableReason.ReadOnly,
        DatabaseErrorKind.NotPermitted => DatabaseUnusableReason.NotPermitted,
        DatabaseErrorKind.CannotOpen or DatabaseErrorKind.DatabaseMissing => DatabaseUnusableReason.CannotOpen,
        DatabaseErrorKind.Transient => DatabaseUnusableReason.Unreachable,
        DatabaseErrorKind.Corrupt => DatabaseUnusableReason.Corrupt,
        _ => null,
    };

    private static string Compose(TradingProvider provider, DatabaseErrorKind kind)
    {
        const string Rights = "Grant SELECT on the history table and the journal to look at migrations,"
            + " and to migrate the ownership of the tables"
            + " or the right to create them; the inner exception names what it is about.";
        const string Outcome = " The migration that was running is rolled back; those that were committed before it stay.";
        return DatabaseErrorText.Of(provider, kind, Rights) + (kind == DatabaseErrorKind.Transient ? Outcome : "");
    }
}
