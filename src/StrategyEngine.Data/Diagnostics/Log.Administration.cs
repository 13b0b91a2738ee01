using Microsoft.Extensions.Logging;

namespace StrategyEngine.Data.Diagnostics;

internal static partial class Log
{
    [LoggerMessage(1500, LogLevel.Information, "Removed {Rows} rows past their age from {Tables} tables")]
    public static partial void RowsRemoved(ILogger logger, long rows, int tables);

    [LoggerMessage(
        1501, LogLevel.Information, "Optimized the database from {BytesBefore} to {BytesAfter} bytes in {DurationMilliseconds:0.0} ms")]
    public static partial void DatabaseOptimized(ILogger logger, long bytesBefore, long bytesAfter, double durationMilliseconds);

    [LoggerMessage(1502, LogLevel.Information, "Wrote the backup {File} of {Bytes} bytes in {DurationMilliseconds:0.0} ms")]
    public static partial void BackupWritten(ILogger logger, string file, long bytes, double durationMilliseconds);

    [LoggerMessage(
        1503, LogLevel.Warning,
        "Restored the database from the backup {File}, with {PendingMigrations} migrations pending, in {DurationMilliseconds:0.0} ms")]
    public static partial void BackupRestored(ILogger logger, string file, int pendingMigrations, double durationMilliseconds);
}
