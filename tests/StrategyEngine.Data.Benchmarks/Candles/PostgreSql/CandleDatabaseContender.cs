using Npgsql;

using StrategyEngine.Data.Benchmarks.Harness;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Benchmarks.Candles.PostgreSql;

/// <summary>Writes candles, 10,000 in each transaction, into a table that holds others.</summary>
/// <param name="name">What it is.</param>
/// <param name="database">Where.</param>
/// <param name="stored">What the table holds before.</param>
internal abstract class CandleDatabaseContender(string name, CandleDatabase database, CandleRow[] stored) : Contender(name)
{
    protected const int RowsPerTransaction = 10_000;

    public override async Task PrepareAsync()
    {
        await database.ResetAsync(stored);
        await ConnectAsync();
    }

    public override Task<string> DigestAsync() => database.DigestAsync();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Makes a connection to the restarted server, in the place of the one to the former.</summary>
    protected abstract Task ConnectAsync();

    protected static async Task CopyAsync(NpgsqlConnection connection, string table, ReadOnlyMemory<CandleRow> rows, CopyForm form)
    {
        switch (form)
        {
            case CopyForm.Binary:
                CandleCopy.WriteBinary(connection, table, rows.Span);
                break;
            case CopyForm.BinaryAsync:
                await CandleCopy.WriteBinaryAsync(connection, table, rows);
                break;
            default:
                CandleCopy.WriteText(connection, table, rows.Span);
                break;
        }
    }
}
