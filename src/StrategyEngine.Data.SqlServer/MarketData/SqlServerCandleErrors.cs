using Microsoft.Data.SqlClient;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.MarketData;

/// <summary>Turns errors of SQL Server into exceptions of the candle table.</summary>
internal static class SqlServerCandleErrors
{
    public static CandleTableException Create(SqlException exception) => SqlServerErrors.Classify(exception).Kind switch
    {
        // Another writer inserted the same candle: now it is there to be compared.
        DatabaseErrorKind.Duplicate => Create(DatabaseErrorKind.Conflict, exception),
        var kind => Create(kind, exception),
    };

    public static CandleTableException Create(DatabaseErrorKind kind, SqlException? cause = null) =>
        CandleTableException.Of(kind, SqlServerErrors.RemedyFor(kind), cause);
}
