namespace StrategyEngine.Data.Persistence.Bulk;

/// <summary>Tells and orders rows by the first values of what is stored: their keys.</summary>
/// <param name="length">How many values the key has.</param>
internal sealed class BulkKeyOrder(int length) : IEqualityComparer<object?[]>, IComparer<object?[]>
{
    public bool Equals(object?[]? x, object?[]? y) => x is not null && y is not null && Compare(x, y) == 0;

    public int GetHashCode(object?[] obj)
    {
        var hash = default(HashCode);
        for (var i = 0; i < length; i++)
        {
            if (obj[i] is byte[] bytes)
                hash.AddBytes(bytes);
            else
                hash.Add(obj[i]);
        }

        return hash.ToHashCode();
    }

    public int Compare(object?[]? x, object?[]? y)
    {
        for (var i = 0; i < length; i++)
        {
            var order = (x![i], y![i]) switch
            {
                (byte[] left, byte[] right) => left.AsSpan().SequenceCompareTo(right),
                (string left, string right) => string.CompareOrdinal(left, right),
                var (left, right) => Comparer<object?>.Default.Compare(left, right),
            };
            if (order != 0)
                return order;
        }

        return 0;
    }
}
