namespace StrategyEngine.Data.Encryption.Jobs;

/// <summary>A row of a page: its key as stored, and its encrypted values, each with its replacement if it has one.</summary>
internal sealed class StoredRow(object[] key, byte[] name, byte[]?[] values)
{
    public object[] Key { get; } = key;

    /// <summary>The canonical bytes of the key.</summary>
    public byte[] Name { get; } = name;

    public byte[]?[] Values { get; } = values;

    public byte[]?[] Replacements { get; } = new byte[]?[values.Length];
}
