using Npgsql;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.MarketData;

/// <summary>Turns errors of the server into exceptions of the candle table.</summary>
internal static class PostgreSqlCandleErrors
{
    public static CandleTableException Create(NpgsqlException exception)
    {
        var kind = PostgreSqlErrors.Classify(exception).Kind;
        return CandleTableException.Of(kind, PostgreSqlErrors.RemedyFor(kind), exception);
    }
}
