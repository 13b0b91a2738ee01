using System.Globalization;

using StrategyEngine.Data.Benchmarks;
using StrategyEngine.Data.Benchmarks.Candles;
using StrategyEngine.Data.Benchmarks.Candles.PostgreSql;
using StrategyEngine.Data.Benchmarks.Candles.Reading;
using StrategyEngine.Data.Benchmarks.Candles.Space;
using StrategyEngine.Data.Benchmarks.Encryption;
using StrategyEngine.Data.Benchmarks.Migrations;
using StrategyEngine.Data.Benchmarks.Performance;
using StrategyEngine.Data.Benchmarks.Records;
using StrategyEngine.Data.Benchmarks.Sessions;
using StrategyEngine.Data.Benchmarks.Startup;

if (args is [MigrationStart.Command, var way, var folder])
    return await MigrationStart.RunAsync(way, folder);

if (args is [QueryStart.Command, var asker, var desk])
    return await QueryStart.RunAsync(asker, desk);

if (args is [AnotherDatabase.Command, var opened, var times])
    return await AnotherDatabase.RunAsync(opened, int.Parse(times, CultureInfo.InvariantCulture));

if (args is [MemoryRun.Command, var count])
    return await MemoryRun.RunAsync(int.Parse(count, CultureInfo.InvariantCulture));

if (args is not ["ratios", .. var arguments])
{
    await Console.Error.WriteLineAsync("Usage: ratios [names] [--short] [--json]");
    return 2;
}

return await RatioCommand.RunAsync(
    arguments,
    [.. CandleRatios.All, .. CandleReadRatios.All, .. PostgreSqlCandleRatios.All, .. CandleSpace.All, .. FieldEncryptionRatios.All,
        .. EntityReadRatios.All, .. ReencryptionRatios.All, .. TokenValidationRatios.All, .. SessionWriteRatios.All, .. MigrationRatios.All,
        .. StartupRatios.All, .. RecordRatios.All, .. MetricsRatios.All]);
