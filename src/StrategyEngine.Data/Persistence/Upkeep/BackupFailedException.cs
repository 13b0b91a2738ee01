namespace StrategyEngine.Data.Persistence;

/// <summary>
/// A backup could not be made. The database was not changed, and nothing of the backup is left. Code <c>backup.full</c>,
/// <c>backup.folder</c> or <c>backup.damaged</c>.
/// </summary>
public sealed class BackupFailedException : TradingDataException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="message">What went wrong and which call or setting repairs it.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public BackupFailedException(BackupFailure reason, string message, Exception? innerException = null)
        : base(CodeOf(reason), message, innerException) => Reason = reason;

    /// <summary>Why.</summary>
    public BackupFailure Reason { get; }

    private static string CodeOf(BackupFailure reason) => reason switch
    {
        BackupFailure.DiskFull => "backup.full",
        BackupFailure.Folder => "backup.folder",
        _ => "backup.damaged",
    };
}
