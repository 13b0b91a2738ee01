namespace StrategyEngine.Data;

/// <summary>
/// Options that were passed to a call or constructor are out of range. The message names every one that is, its value and its range.
/// Nothing was done.
/// </summary>
/// <remarks>
/// Options that are set in <c>AddTradingData</c> are reported by <see cref="TradingDataConfigurationException"/> instead, when the host
/// starts.
/// </remarks>
public sealed class OptionsOutOfRangeException : ArgumentOutOfRangeException
{
    internal OptionsOutOfRangeException(string code, IReadOnlyList<string> failures, string parameter)
        : base(parameter, string.Join(" ", failures))
    {
        Code = code;
        Failures = failures;
    }

    /// <summary>A stable code: the pillar and <c>.options</c>, such as <c>sessions.options</c>.</summary>
    public string Code { get; }

    /// <summary>A sentence for each option that is out of range.</summary>
    public IReadOnlyList<string> Failures { get; }
}
