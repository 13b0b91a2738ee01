namespace StrategyEngine.Data.Migrations;

/// <summary>
/// A migration cannot be reverted: neither does this application know it, nor does the journal hold how. Nothing was changed. Code
/// <c>migrations.irreversible</c>.
/// </summary>
public sealed class MigrationRollbackException : MigrationException
{
    internal MigrationRollbackException(string message, Exception? innerException = null)
        : base("migrations.irreversible", message, innerException)
    {
    }
}
