namespace StrategyEngine.Data.Encryption.Jobs;

/// <summary>A row of a page: its key as stored, its encrypted values and indexes, and what becomes of them.</summary>
internal sealed class StoredRow(object[] key, object[] rawKey, byte[]?[] values, byte[]?[] indexes)
{
    public object[] Key { get; } = key;

    /// <summary>The key as the database holds it, which may be written in another way than Entity Framework would write it.</summary>
    public object[] RawKey { get; } = rawKey;

    public byte[]?[] Values { get; } = values;

    public byte[]?[] Indexes { get; } = indexes;

    /// <summary>The values that are to take the place of <see cref="Values"/>, where <see cref="Change"/> says so.</summary>
    public byte[]?[] Replacements { get; } = new byte[]?[values.Length];

    public RowChange Change { get; set; }
}
