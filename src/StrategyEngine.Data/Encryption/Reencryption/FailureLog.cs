namespace StrategyEngine.Data.Encryption.Jobs;

/// <summary>The values that cannot be read: all are counted, the first thousand are kept.</summary>
internal sealed class FailureLog
{
    private const int Kept = 1000;

    private readonly List<ReencryptionFailure> _first = [];

    private readonly HashSet<(string Table, string Column)> _columns = [];

    public int Count { get; private set; }

    public IReadOnlyList<ReencryptionFailure> First => _first;

    /// <summary>Whether a value of a column is among them.</summary>
    public bool Concerns(string table, string column) => _columns.Contains((table, column));

    /// <summary>Takes over what another log holds, and all that it has counted.</summary>
    public void AddAll(FailureLog other)
    {
        Count += other.Count;
        _columns.UnionWith(other._columns);
        _first.AddRange(other._first.Take(Kept - _first.Count));
    }

    public void Add(ReencryptionFailure failure)
    {
        Count++;
        _columns.Add((failure.Table, failure.Column));
        if (_first.Count < Kept)
            _first.Add(failure);
    }
}
