namespace StrategyEngine.Data.Model;

/// <summary>A record whose creation and last change are stamped when it is saved.</summary>
public interface ITimestamped
{
    /// <summary>When the record was first saved, UTC, whole milliseconds. Filled in on save.</summary>
    DateTimeOffset CreatedAt { get; }

    /// <summary>When the record was last saved with a change, UTC, whole milliseconds. Filled in on save.</summary>
    DateTimeOffset UpdatedAt { get; }
}
