using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Administration;

/// <summary>Turns an engine's errors about the database as a whole into exceptions with a repair.</summary>
internal static class AdministrationErrors
{
    public const string NoDatabase = "There is no database. Call MigrationRunner.MigrateAsync to make it,"
        + " or DatabaseAdministrator.RestoreAsync.";

    /// <summary>The typed exception, or null if the error is about something else.</summary>
    public static AdministrationException? Translate(TradingProvider provider, Exception exception)
    {
        if (exception is OperationCanceledException or ArgumentException
            || (exception is TradingDataException && !SchemaFailure.Is(exception)))
        {
            return null;
        }

        var kind = provider.Classify(exception).Kind;
        return AdministrationException.Of(kind, provider.RemedyFor(kind), exception);
    }
}
