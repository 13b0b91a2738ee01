namespace StrategyEngine.Data.Encryption.Jobs;

/// <summary>The values that cannot be read: all are counted, the first thousand are kept.</summary>
internal sealed class FailureLog
{
    private const int Kept = 1000;

    private readonly List<ReencryptionFailure> _first = [];

    public int Count { get; private set; }

    public IReadOnlyList<ReencryptionFailure> First => _first;

    public void Add(ReencryptionFailure failure)
    {
        Count++;
        if (_first.Count < Kept)
            _first.Add(failure);
    }
}
