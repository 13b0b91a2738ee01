namespace StrategyEngine.Data.MarketData;

/// <summary>
/// Exponential backoff with full jitter: each wait is drawn evenly from zero to a bound that doubles, so that clients do not return in
/// step.
/// </summary>
/// <remarks>https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/. Not thread-safe.</remarks>
internal sealed class ReconnectBackoff
{
    private readonly TimeSpan _initial;
    private readonly TimeSpan _max;
    private readonly Func<double> _random;
    private TimeSpan _bound;

    /// <param name="initial">The first bound.</param>
    /// <param name="max">The last bound.</param>
    /// <param name="random">Draws from [0, 1).</param>
    public ReconnectBackoff(TimeSpan initial, TimeSpan max, Func<double> random)
    {
        _initial = initial;
        _max = max;
        _random = random;
        _bound = initial;
    }

    /// <summary>The next wait.</summary>
    /// <param name="lived">How long the connection lived that was lost; zero if none came about.</param>
    public TimeSpan Next(TimeSpan lived)
    {
        if (lived > _max)
            _bound = _initial;

        var wait = _bound * _random();
        _bound = _bound * 2 < _max ? _bound * 2 : _max;
        return wait;
    }
}
