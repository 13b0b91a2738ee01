using System.Globalization;

using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Specifications.MarketData;

/// <summary>
/// Imports a file of minutes: the arguments are asset, file and revision. Says when a batch is stored, and at last what became of the
/// candles.
/// </summary>
public sealed class ImportCandles : ITestProcessTask
{
    public const string FirstBatch = "first batch";

    public async Task<IEnumerable<string>> RunAsync(TestDatabase database, string[] arguments, Func<Task> start)
    {
        await using var services = database.BuildServices(TimeProvider.System);
        var store = services.GetRequiredService<CandleStore>();
        var rows = CandleCsvReader.ReadAsync(arguments[1], revision: long.Parse(arguments[2], CultureInfo.InvariantCulture));
        await start();
        var result = await store.UpsertAsync(Guid.Parse(arguments[0]), Timeframe.OneMinute, rows, progress: new FirstReport());
        return [string.Create(CultureInfo.InvariantCulture, $"{result.Inserted + result.Updated + result.Unchanged} {result.Refused}")];
    }

    private sealed class FirstReport : IProgress<CandleUpsertProgress>
    {
        private bool _hasReported;

        public void Report(CandleUpsertProgress value)
        {
            if (!_hasReported)
                Console.WriteLine(FirstBatch);
            _hasReported = true;
        }
    }
}
