namespace StrategyEngine.Data.Migrations;

/// <summary>
/// The database cannot be read or written at all. Nothing was changed but what an engine without atomic batches had committed before.
/// <see cref="Reason"/> and the code say why.
/// </summary>
public sealed class DatabaseUnusableException : MigrationException
{
    internal DatabaseUnusableException(DatabaseUnusableReason reason, string message, Exception innerException)
        : base(CodeOf(reason), message, innerException) => Reason = reason;

    /// <summary>Why.</summary>
    public DatabaseUnusableReason Reason { get; }

    private static string CodeOf(DatabaseUnusableReason reason) => reason switch
    {
        DatabaseUnusableReason.ReadOnly => "migrations.read_only",
        DatabaseUnusableReason.NotPermitted => "migrations.not_permitted",
        DatabaseUnusableReason.CannotOpen => "migrations.cannot_open",
        DatabaseUnusableReason.Unreachable => "migrations.unreachable",
        _ => "migrations.corrupt",
    };
}
