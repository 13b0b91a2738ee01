namespace StrategyEngine.Data.Encryption.Jobs;

/// <summary>Which columns of a row change, by position; rows that change alike share a statement.</summary>
/// <param name="Replaced">The columns that get a new value.</param>
/// <param name="Hashed">The columns whose value stays, and whose index is filled.</param>
/// <param name="Plaintext">Those of <paramref name="Replaced"/> that were not encrypted.</param>
/// <param name="Indexes">The indexes that are filled.</param>
internal readonly record struct RowChange(ulong Replaced, ulong Hashed, ulong Plaintext, ulong Indexes)
{
    /// <summary>The most columns, and the most indexes, of a table.</summary>
    public const int MaxColumns = 64;

    public bool IsNone => (Replaced | Hashed) == 0;

    public static ulong Bit(int position) => 1UL << position;

    public bool IsPlaintext(int column) => Has(Plaintext, column);

    public IEnumerable<int> Columns(int count) => Positions(Replaced, count);

    public IEnumerable<int> Compared(int count) => Positions(Replaced | Hashed, count);

    public IEnumerable<int> Filled(int count) => Positions(Indexes, count);

    private static bool Has(ulong set, int position) => (set & Bit(position)) != 0;

    private static IEnumerable<int> Positions(ulong set, int count) => Enumerable.Range(0, count).Where(position => Has(set, position));
}
