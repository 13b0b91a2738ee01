namespace StrategyEngine.Data.Sessions;

/// <summary>
/// Codes that stand in for the authenticator application, each once: shown once, to be written down. Prints and serializes without them.
/// </summary>
public sealed class RecoveryCodes
{
    /// <summary>How many there are.</summary>
    public const int Count = 10;

    private readonly IReadOnlyList<string> _codes;

    internal RecoveryCodes(IReadOnlyList<string> codes) => _codes = codes;

    /// <summary>
    /// The codes, such as <c>7ZK2M-…</c>: 25 characters in five groups. Case, blanks and dashes do not matter when one is given back.
    /// </summary>
    public IReadOnlyList<string> Reveal() => _codes;

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";
}
