using Microsoft.Extensions.Logging;

namespace StrategyEngine.Data.Diagnostics;

internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "Made data key {KeyId:x8}, generation {Generation}, for {Purpose}")]
    public static partial void DataKeyCreated(ILogger logger, uint keyId, int generation, string purpose);

    [LoggerMessage(1001, LogLevel.Information, "Rotated the data keys to {KeyId:x8}, generation {Generation}")]
    public static partial void DataKeyRotated(ILogger logger, uint keyId, int generation);

    [LoggerMessage(1002, LogLevel.Information, "Wrapped {Count} data keys again under the present key of the key ring")]
    public static partial void DataKeysRewrapped(ILogger logger, int count);

    [LoggerMessage(1003, LogLevel.Warning, "Revoked data key {KeyId:x8}; values under it can no longer be read")]
    public static partial void DataKeyRevoked(ILogger logger, uint keyId);

    [LoggerMessage(1004, LogLevel.Warning, "The data keys could not be read again; the ones known are still used")]
    public static partial void DataKeyRefreshFailed(ILogger logger, Exception exception);

    [LoggerMessage(1005, LogLevel.Information, "Re-encrypted {Table}: {Rewritten} values rewritten, {Conflicts} changed in between, {Failed} unreadable")]
    public static partial void TableReencrypted(ILogger logger, string table, long rewritten, long conflicts, long failed);

    [LoggerMessage(1006, LogLevel.Warning, "{Table}.{Column}: a value under data key {KeyId:x8} cannot be read and was left alone ({Code})")]
    public static partial void ValueUnreadable(ILogger logger, string table, string column, uint keyId, string code);
}
