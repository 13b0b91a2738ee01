using Microsoft.Extensions.Logging;

namespace StrategyEngine.Data.Diagnostics;

internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "Made data key {KeyId:x8}, generation {Generation}, for {Purpose}")]
    public static partial void DataKeyCreated(ILogger logger, uint keyId, int generation, string purpose);

    [LoggerMessage(1001, LogLevel.Information, "Rotated the data keys to {KeyId:x8}, generation {Generation}")]
    public static partial void DataKeyRotated(ILogger logger, uint keyId, int generation);

    [LoggerMessage(
        1007, LogLevel.Information, "Made data key {KeyId:x8}, generation {Generation}, because the key ring now has key {RingKeyId}")]
    public static partial void DataKeyFollowedRing(ILogger logger, uint keyId, int generation, Guid ringKeyId);

    [LoggerMessage(1011, LogLevel.Warning, "The key ring has a new key that cannot be used here; the data key in use stays")]
    public static partial void RingNotFollowed(ILogger logger, Exception exception);

    [LoggerMessage(1012, LogLevel.Information, "Encrypted columns were compared and not registered this time")]
    public static partial void ColumnsNotRegistered(ILogger logger, Exception exception);

    [LoggerMessage(1013, LogLevel.Warning, "The encrypted columns of {Context} could not be checked yet; the first save checks them")]
    public static partial void ColumnsNotChecked(ILogger logger, string context, Exception? exception);

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

    [LoggerMessage(
        1005, LogLevel.Information,
        "Re-encrypted {Table}: {Rewritten} values rewritten, {Conflicts} changed in between, {Failed} unreadable")]
    public static partial void TableReencrypted(ILogger logger, string table, long rewritten, long conflicts, long failed);

    [LoggerMessage(
        1006, LogLevel.Warning, "{Table}.{Column}: a value under data key {KeyId:x8} cannot be read and was left alone ({Code})")]
    public static partial void ValueUnreadable(ILogger logger, string table, string column, uint keyId, string code);

    [LoggerMessage(
        1040, LogLevel.Warning,
        "The key ring is not protected at rest: whoever reads it and the database can read every encrypted column. Call "
        + "ProtectKeysWithSecret or ProtectKeysWithCertificate inside ProtectKeys")]
    public static partial void KeyRingUnprotected(ILogger logger);

    [LoggerMessage(
        1041, LogLevel.Warning,
        "{Count} keys of the key ring are stored in clear since before it was protected. Call KeyRing.ReprotectAsync once")]
    public static partial void KeyRingHasClearKeys(ILogger logger, int count);

    [LoggerMessage(
        1042, LogLevel.Warning,
        "{Path} belongs to the key ring and can be read or written by other users. Allow it to its owner alone: chmod 600")]
    public static partial void KeyRingFileOpenToOthers(ILogger logger, string path);

    [LoggerMessage(
        1043, LogLevel.Warning,
        "The certificate {Thumbprint} that protects the key ring expired on {NotAfter:yyyy-MM-dd}. Give its successor to "
        + "ProtectKeysWithCertificate and this one to UnprotectKeysWithAnyCertificate")]
    public static partial void KeyRingCertificateExpired(ILogger logger, string thumbprint, DateTimeOffset notAfter);

    [LoggerMessage(1044, LogLevel.Information, "Protected {Count} keys of the key ring again")]
    public static partial void KeyRingReprotected(ILogger logger, int count);

    [LoggerMessage(1045, LogLevel.Information, "Made a recovery kit of {Count} keys")]
    public static partial void RecoveryKitExported(ILogger logger, int count);

    [LoggerMessage(1046, LogLevel.Warning, "Imported {Added} keys from a recovery kit into the key ring, which had {Skipped} already")]
    public static partial void RecoveryKitImported(ILogger logger, int added, int skipped);
}
