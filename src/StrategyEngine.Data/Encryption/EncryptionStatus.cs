using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Encryption;

/// <summary>The data keys of a database and what is stored under them.</summary>
/// <param name="Keys">The data keys, newest first within each purpose.</param>
/// <param name="Columns">The encrypted columns, by table and column.</param>
/// <param name="RingKeys">The keys of the key ring that the data keys in use are wrapped with: what a backup of the database needs beside
/// it.</param>
public sealed record EncryptionStatus(
    IReadOnlyList<DataKeyStatus> Keys,
    IReadOnlyList<EncryptedColumnStatus> Columns,
    IReadOnlyList<RingKeyStatus> RingKeys)
{
    /// <summary>The key that new values are sealed with; null before the first.</summary>
    public DataKeyStatus? ActiveKey =>
        Keys.FirstOrDefault(key => key is { State: DataKeyState.Active, Purpose: Encryption.Keys.KeyPurpose.Field });

    /// <summary>The number of values under other keys than <see cref="ActiveKey"/>: what re-encryption has before it.</summary>
    public long OutdatedValues =>
        Columns.Sum(column => column.ValuesByKey.Where(count => count.Key != ActiveKey?.KeyId).Sum(count => count.Value));

    /// <summary>Counts the values under a key.</summary>
    /// <param name="keyId">The data key.</param>
    /// <returns>The number of values in all columns.</returns>
    public long ValuesUnder(uint keyId) => Columns.Sum(column => column.ValuesByKey.GetValueOrDefault(keyId));

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
