namespace StrategyEngine.Data;

/// <summary>
/// The library was configured in a way it cannot start with. The message names every problem, and the call that repairs each.
/// </summary>
/// <remarks>Thrown when the host starts or, where there is no host, when a service of the library is first resolved.</remarks>
public sealed class TradingDataConfigurationException : TradingDataException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="problems">One sentence or two per problem.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public TradingDataConfigurationException(IReadOnlyList<string> problems, Exception? innerException = null)
        : base("configuration.invalid", Compose(problems), innerException) => Problems = problems;

    /// <summary>The problems, one per entry.</summary>
    public IReadOnlyList<string> Problems { get; }

    private static string Compose(IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        return $"StrategyEngine.Data cannot start: {problems.Count} {(problems.Count == 1 ? "problem" : "problems")}.{Environment.NewLine}"
            + string.Join(Environment.NewLine, problems.Select((problem, index) => $"{index + 1}. {problem}"));
    }
}
