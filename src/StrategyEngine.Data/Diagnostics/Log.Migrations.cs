using Microsoft.Extensions.Logging;

namespace StrategyEngine.Data.Diagnostics;

internal static partial class Log
{
    [LoggerMessage(1200, LogLevel.Debug, "Applying migration {MigrationId}")]
    public static partial void MigrationStarting(ILogger logger, string migrationId);

    [LoggerMessage(1201, LogLevel.Information, "Applied migration {MigrationId} in {DurationMilliseconds:0.0} ms")]
    public static partial void MigrationApplied(ILogger logger, string migrationId, double durationMilliseconds);

    [LoggerMessage(1202, LogLevel.Error, "Migration {MigrationId} failed and was rolled back: {Reason}")]
    public static partial void MigrationFailed(ILogger logger, string migrationId, string reason);

    [LoggerMessage(1203, LogLevel.Warning, "The end of the run could not be noted in the migration journal ({ExceptionType})")]
    public static partial void MigrationJournalNotWritten(ILogger logger, string exceptionType);
}
