namespace StrategyEngine.Data.Tests.Encryption.Models;

/// <summary>The clock of the machine, which does something once when it is next asked for the time.</summary>
internal sealed class EventfulClock : TimeProvider
{
    private Action? _next;

    public void When(Action asked) => _next = asked;

    public override DateTimeOffset GetUtcNow()
    {
        Interlocked.Exchange(ref _next, null)?.Invoke();
        return base.GetUtcNow();
    }
}
