namespace StrategyEngine.Data.Auditing;

/// <summary>Who is acting in the present asynchronous flow.</summary>
/// <remarks>Thread-safe: every flow has its own value, and what an awaited method sets ends with it.</remarks>
public static class AuditActor
{
    /// <summary>The actor when none was set: <c>system</c>.</summary>
    public const string Default = "system";

    /// <summary>The longest actor that can be stored, in characters.</summary>
    public const int MaxLength = 200;

    private static readonly AsyncLocal<string?> Ambient = new();

    /// <summary>The actor that changes are recorded under.</summary>
    /// <value><see cref="Default"/> unless <see cref="Use"/> was called.</value>
    public static string Current => Ambient.Value ?? Default;

    /// <summary>Records the changes made until the result is disposed under <paramref name="actor"/>.</summary>
    /// <param name="actor">A username, service name or job name; 1 to 200 characters; no secret.</param>
    /// <returns>Dispose it to return to the actor before.</returns>
    /// <exception cref="ArgumentException">The actor is empty or longer than 200 characters.</exception>
    public static IDisposable Use(string actor)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        if (actor.Length > MaxLength)
            throw new ArgumentException($"An actor has at most {MaxLength} characters.", nameof(actor));
        var before = Ambient.Value;
        Ambient.Value = actor;
        return new Restore(before);
    }

    private sealed class Restore(string? before) : IDisposable
    {
        public void Dispose() => Ambient.Value = before;
    }
}
