namespace StrategyEngine.Data.Encryption;

/// <summary>A recovery kit was refused; nothing was written.</summary>
/// <remarks>
/// Its <see cref="TradingDataException.Code"/> is <c>recovery_kit.</c> and the fault in snake case, such as
/// <c>recovery_kit.wrong_passphrase</c>.
/// </remarks>
public sealed class RecoveryKitException : TradingDataException
{
    internal RecoveryKitException(RecoveryKitFault fault, string? detail = null, Exception? innerException = null)
        : base(CodeOf(fault), Describe(fault, detail), innerException) => Fault = fault;

    /// <summary>Why.</summary>
    public RecoveryKitFault Fault { get; }

    private static string CodeOf(RecoveryKitFault fault) => "recovery_kit." + fault switch
    {
        RecoveryKitFault.NotAKit => "not_a_kit",
        RecoveryKitFault.UnknownVersion => "unknown_version",
        RecoveryKitFault.Damaged => "damaged",
        RecoveryKitFault.TooCostly => "too_costly",
        RecoveryKitFault.WrongPassphrase => "wrong_passphrase",
        RecoveryKitFault.WeakPassphrase => "weak_passphrase",
        RecoveryKitFault.OtherApplication => "other_application",
        RecoveryKitFault.FileExists => "file_exists",
        RecoveryKitFault.RingEmpty => "ring_empty",
        RecoveryKitFault.KeysMissing => "keys_missing",
        RecoveryKitFault.NoKeys => "no_keys",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    private static string Describe(RecoveryKitFault fault, string? detail) => fault switch
    {
        RecoveryKitFault.NotAKit => "This is not a recovery kit of a key ring. Give the file that ExportAsync wrote.",
        RecoveryKitFault.UnknownVersion =>
            "The recovery kit has a format that this version of StrategyEngine.Data does not know. Update it.",
        RecoveryKitFault.Damaged => "The recovery kit was altered or cut off. Use another copy of it.",
        RecoveryKitFault.TooCostly =>
            "The recovery kit demands more memory or time than any that this library makes; it was altered or forged. Use another copy of "
            + "it.",
        RecoveryKitFault.WrongPassphrase => "The passphrase is not the one that the recovery kit was sealed with.",
        RecoveryKitFault.WeakPassphrase =>
            "The passphrase for a recovery kit needs at least 12 characters, 5 of them different. KeyRingRecoveryKit.GeneratePassphrase "
            + "makes one.",
        RecoveryKitFault.OtherApplication =>
            $"The recovery kit belongs to a key ring with the application name {detail}. Call SetApplicationName with that name inside "
            + $"ProtectKeys.",
        RecoveryKitFault.FileExists => $"The file {detail} exists and was left as it is. Choose another, or allow overwriting.",
        RecoveryKitFault.RingEmpty =>
            "The key ring holds no key, so that a kit of it would restore nothing; none was written. Point PersistKeysToFileSystem, inside "
            + "ProtectKeys, at the folder of the database's own ring, and check that its files are there.",
        RecoveryKitFault.KeysMissing =>
            $"The key ring lacks keys that the database needs, so that a kit of it would not open the database; none was written. Missing: "
            + $"{detail}. Point ProtectKeys at the database's own ring, or import an older recovery kit of it with ImportAsync first.",
        RecoveryKitFault.NoKeys =>
            "The recovery kit holds no key, so that nothing can be restored from it. Use another kit of the ring, and make a new one with "
            + "ExportAsync where the ring still is.",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };
}
