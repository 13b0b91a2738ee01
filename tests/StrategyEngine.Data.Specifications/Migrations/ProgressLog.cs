namespace StrategyEngine.Data.Specifications.Migrations;

/// <summary>Keeps every report, on the thread that makes it.</summary>
public sealed class ProgressLog<T>(Action<T>? onReport = null) : IProgress<T>
{
    private readonly List<T> _reports = [];

    public IReadOnlyList<T> Reports => _reports;

    public void Report(T value)
    {
        _reports.Add(value);
        onReport?.Invoke(value);
    }
}
