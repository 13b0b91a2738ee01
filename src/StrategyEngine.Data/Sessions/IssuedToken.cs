namespace StrategyEngine.Data.Sessions;

/// <summary>A token just made: shown to its holder once, and to no log.</summary>
/// <remarks>
/// Immutable. The token is only had from <see cref="Reveal"/>, so that neither <see cref="ToString"/>, nor a serializer, nor a
/// destructuring logger prints it.
/// </remarks>
public sealed class IssuedToken
{
    private readonly string _value;

    internal IssuedToken(string value, DateTimeOffset expiresAt)
    {
        _value = value;
        ExpiresAt = expiresAt;
    }

    /// <summary>When it stops being accepted, in UTC.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>The token itself, to be sent to its holder.</summary>
    public string Reveal() => _value;

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";
}
