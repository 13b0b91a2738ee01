namespace StrategyEngine.Data.Trading;

/// <summary>
/// The one order of fills, whatever the order of their delivery: by instant, then by the venue's sequence, then by execution id; what is
/// still equal, such as both sides of a self-trade, by order id and side.
/// </summary>
internal sealed class FillOrder : IComparer<VenueFill>
{
    private FillOrder()
    {
    }

    public static FillOrder Instance { get; } = new();

    public int Compare(VenueFill? x, VenueFill? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var order = x.ExecutedAt.CompareTo(y.ExecutedAt);
        if (order == 0)
            order = x.Sequence.CompareTo(y.Sequence);
        if (order == 0)
            order = CompareIds(x.ExecutionId, y.ExecutionId);
        if (order == 0)
            order = CompareIds(x.ExchangeOrderId, y.ExchangeOrderId);
        return order == 0 ? ((int)x.Side).CompareTo((int)y.Side) : order;
    }

    // Numbers before texts, and by what they are worth: 9 comes before 10.
    private static int CompareIds(string x, string y)
    {
        var (isNumber, isOtherNumber) = (IsNumber(x), IsNumber(y));
        if (isNumber != isOtherNumber)
            return isNumber ? -1 : 1;
        if (isNumber)
        {
            var digits = x.AsSpan().TrimStart('0');
            var otherDigits = y.AsSpan().TrimStart('0');
            var order = digits.Length.CompareTo(otherDigits.Length);
            if (order == 0)
                order = digits.SequenceCompareTo(otherDigits);
            if (order != 0)
                return order;
        }

        return string.CompareOrdinal(x, y);
    }

    private static bool IsNumber(string id) => id.Length > 0 && !id.AsSpan().ContainsAnyExceptInRange('0', '9');
}
