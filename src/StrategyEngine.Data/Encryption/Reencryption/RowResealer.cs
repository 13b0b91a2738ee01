using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Encryption.Cipher;

namespace StrategyEngine.Data.Encryption.Jobs;

/// <summary>Decides what becomes of the values of a row, and seals them anew.</summary>
internal sealed class RowResealer(EncryptedTable table, TableWalk walk, DataKeyRing ring, uint target)
{
    /// <exception cref="NotSupportedException">The table has too many encrypted columns for a page to be described.</exception>
    public void DemandSize()
    {
        if (table.Columns.Count > RowChange.MaxColumns || table.Indexes.Count > RowChange.MaxColumns)
        {
            throw new NotSupportedException(
                $"{table.Name} has more than {RowChange.MaxColumns} encrypted columns, which cannot be re-encrypted.");
        }
    }

    /// <summary>Seals the outdated values of a row and hashes what lacks its index; what cannot be read is noted and left alone.</summary>
    /// <returns>The number of values that get a replacement.</returns>
    public int Reseal(StoredRow row, FailureLog failures)
    {
        var replaced = 0;
        var change = default(RowChange);
        var firstIndex = 0;
        for (var i = 0; i < row.Values.Length; i++)
        {
            var column = table.Columns[i];
            if (row.Values[i] is { } value)
            {
                try
                {
                    var state = Classify(row, i, value);
                    if (state != ValueState.Current)
                    {
                        row.Replacements[i] = column.Encrypted.Reseal(value, walk.RowKeyFor(row, i));
                        change = change with
                        {
                            Replaced = change.Replaced | RowChange.Bit(i),
                            Plaintext = change.Plaintext | (state == ValueState.Plaintext ? RowChange.Bit(i) : 0),
                        };
                        replaced++;
                    }

                    change = Hash(row, i, firstIndex, change);
                }
                catch (EncryptionException unreadable)
                {
                    failures.Add(new ReencryptionFailure(table.Name, column.Name, walk.Describe(row), unreadable.KeyId, unreadable.Code));
                    Log.ValueUnreadable(ring.Logger, table.Name, column.Name, unreadable.KeyId ?? 0, unreadable.Code);
                }
            }

            firstIndex += column.Indexes.Count;
        }

        row.Change = change;
        return replaced;
    }

    /// <summary>What a value is; opens it only if its bytes do not tell.</summary>
    /// <exception cref="EncryptionException">It cannot be read.</exception>
    public ValueState Classify(StoredRow row, int column, byte[] value)
    {
        var encrypted = table.Columns[column].Encrypted;
        if (encrypted.Cipher.IsAdoptable(value))
            return ValueState.Plaintext;
        if (!Envelope.IsWellFormed(value) || Envelope.KeyId(value) != target)
            return ValueState.Outdated;
        return !encrypted.Cipher.HasPrevious || encrypted.Cipher.IsUnderPresentName(value, walk.RowKeyFor(row, column))
            ? ValueState.Current
            : ValueState.Renamed;
    }

    private RowChange Hash(StoredRow row, int column, int firstIndex, RowChange change)
    {
        var indexes = table.Columns[column].Indexes;
        string? text = null;
        for (var i = 0; i < indexes.Count; i++)
        {
            if (row.Indexes[firstIndex + i] is not null)
                continue;
            text ??= table.Columns[column].Encrypted.OpenText(row.Values[column]!);
            row.Indexes[firstIndex + i] = indexes[i].Index.Hash(text);
            change = change with { Indexes = change.Indexes | RowChange.Bit(firstIndex + i) };
        }

        var isReplaced = (change.Replaced & RowChange.Bit(column)) != 0;
        return text is null || isReplaced ? change : change with { Hashed = change.Hashed | RowChange.Bit(column) };
    }
}
