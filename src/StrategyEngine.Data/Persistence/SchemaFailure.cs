namespace StrategyEngine.Data.Persistence;

/// <summary>Names the error of a read or statement on tables that no migration has made yet.</summary>
internal static class SchemaFailure
{
    public const string Code = "persistence.schema_missing";

    /// <summary>The exception that says to migrate; null for an error of another kind, or one that is named already.</summary>
    public static TradingDataException? Of(TradingProvider provider, Exception exception) =>
        exception is not TradingDataException && provider.Classify(exception).Kind is DatabaseErrorKind.SchemaMissing
            ? new TradingDataException(Code, DatabaseErrorText.Of(provider, DatabaseErrorKind.SchemaMissing), exception)
            : null;

    /// <summary>Whether an exception is one of these.</summary>
    public static bool Is(Exception exception) => exception is TradingDataException { Code: Code };
}
