using Microsoft.Extensions.Logging;

namespace StrategyEngine.Data.Diagnostics;

internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "Made data key {KeyId:x8}, generation {Generation}, for {Purpose}")]
    public static partial void DataKeyCreated(ILogger logger, uint keyId, int generation, string purpose);

    [LoggerMessage(1001, LogLevel.Information, "Rotated the data keys to {KeyId:x8}, generation {Generation}")]
    public static partial void DataKeyRotated(ILogger logger, uint keyId, int generation);

    [LoggerMessage(1007, LogLevel.Information, "Made data key {KeyId:x8}, generation {Generation}, because the key ring now has key {RingKeyId}")]
    public static partial void DataKeyFollowedRing(ILogger logger, uint keyId, int generation, Guid ringKeyId);

    [LoggerMessage(1008, LogLevel.Information, "Data key {KeyId:x8} is now {State}")]
    public static partial void DataKeyStateChanged(ILogger logger, uint keyId, string state);

    [LoggerMessage(1009, LogLevel.Information, "{Context} is now a known encrypted column, in {Table}.{Column}")]
    public static partial void ColumnRegistered(ILogger logger, string context, string table, string column);

    [LoggerMessage(1010, LogLevel.Information, "{Context} holds no plaintext any more; from now on plaintext in it is an error")]
    public static partial void ColumnAdopted(ILogger logger, string context);

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
