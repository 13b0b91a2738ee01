namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>A secret column without its type argument.</summary>
internal interface ISecretColumn
{
    /// <summary>The secret sealed for a row; the same object if it already is.</summary>
    object SealFor(object secret, byte[] rowKey);

    /// <summary>A secret as it comes from the database, to see whether a getter binds it.</summary>
    object Probe();

    /// <summary>The row that a secret is bound to.</summary>
    byte[]? BoundRow(object secret);
}
