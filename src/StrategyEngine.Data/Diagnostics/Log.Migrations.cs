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

    [LoggerMessage(1204, LogLevel.Information, "Reverted migration {MigrationId} in {DurationMilliseconds:0.0} ms")]
    public static partial void MigrationReverted(ILogger logger, string migrationId, double durationMilliseconds);

    [LoggerMessage(1205, LogLevel.Information, "Backed the database up to {Backup} before migrating")]
    public static partial void MigrationBackupMade(ILogger logger, string backup);

    [LoggerMessage(
        1206, LogLevel.Warning,
        "{Provider} makes no backup of its own, and MigrationRunOptions.BackUp is not set: a step that could cost data runs without one")]
    public static partial void MigrationWithoutBackup(ILogger logger, string provider);
}
