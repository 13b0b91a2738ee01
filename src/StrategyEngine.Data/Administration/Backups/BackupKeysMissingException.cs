using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Administration;

/// <summary>
/// The key ring at hand does not open the backup, so that its encrypted columns would be lost. Nothing was changed. Code
/// <c>administration.backup_keys_missing</c>.
/// </summary>
public sealed class BackupKeysMissingException : AdministrationException
{
    internal BackupKeysMissingException(IReadOnlyList<Guid> missing, IReadOnlyList<Guid> unusable)
        : base(AdministrationFault.BackupKeysMissing, Describe(missing, unusable)) => MissingKeys = [.. missing, .. unusable];

    /// <summary>The keys of the key ring that are missing, or that are there and do not open what they should.</summary>
    public IReadOnlyList<Guid> MissingKeys { get; }

    private static string Describe(IReadOnlyList<Guid> missing, IReadOnlyList<Guid> unusable) =>
        (missing.Count > 0 ? $"The key ring lacks keys that the backup needs: {Ids(missing)}. " : "")
        + (unusable.Count > 0 ? $"Keys of the ring do not open the backup: {Ids(unusable)}. " : "")
        + "Point ProtectKeys at the ring the backup was made under, or import its recovery kit with KeyRingRecoveryKit.ImportAsync, and "
        + "call again.";

    private static string Ids(IReadOnlyList<Guid> keys) => string.Join(", ", keys.Select(key => key.ToString("D")));
}
