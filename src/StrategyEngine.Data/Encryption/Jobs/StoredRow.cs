namespace StrategyEngine.Data.Encryption.Jobs;

/// <summary>A row of a page: its key as stored, its encrypted values and indexes, and what becomes of them.</summary>
internal sealed class StoredRow(object[] key, byte[]?[] values, byte[]?[] indexes)
{
    public object[] Key { get; } = key;

    public byte[]?[] Values { get; } = values;

    public byte[]?[] Indexes { get; } = indexes;

    /// <summary>The values that are to take the place of <see cref="Values"/>, where <see cref="Change"/> says so.</summary>
    public byte[]?[] Replacements { get; } = new byte[]?[values.Length];

    public RowChange Change { get; set; }
}
