namespace StrategyEngine.Data.Model;

/// <summary>What most records share: an id, a concurrency version and the two timestamps.</summary>
public abstract class Entity : ITimestamped, IVersioned
{
    /// <summary>A sequential id (UUIDv7, RFC 9562 section 5.7), given when the record is added to a context, unless set before.</summary>
    public Guid Id { get; init; }

    /// <inheritdoc />
    public long Version { get; private set; }

    /// <inheritdoc />
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc />
    public DateTimeOffset UpdatedAt { get; private set; }
}
